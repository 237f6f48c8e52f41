-- The verdict of every RFC as of a day in Centro: what opinion/reglas/ decides of one RFC, decided of all at once.
-- Parameters: hoy (date), version (of the rules). It reads; who stores what it says is opinion/recalculo.py.
-- One row an RFC: every patrón, and whoever authorised and is not in the register.
-- Either `motivo` is given, or `causa`: why the facts of the RFC cannot be read with certainty.
-- A test holds this and the pure rules equal over any register at all.

WITH deudores AS (
    -- Registros patronales with some credit that counts as debt: opinion/reglas/creditos.py, in its order.
    SELECT credito.nrp
      FROM padron_creditofiscal AS credito
      LEFT JOIN padron_garantia AS garantia  -- one that secures it today, or none
        ON garantia.folio = credito.garantia_id
       AND garantia.estado = 'VIGENTE'
       AND (garantia.vence_el IS NULL OR %(hoy)s::date <= garantia.vence_el)
      LEFT JOIN padron_convenio AS convenio
        ON convenio.folio = credito.convenio_id
     WHERE CASE
           -- es_extinguido
           WHEN credito.situacion IN ('PAGADO', 'CANCELADO', 'PRESCRITO', 'CORREGIDO') THEN false
           -- es_por_vencer
           WHEN credito.situacion = 'POR_DETERMINAR' AND %(hoy)s::date <= credito.limite_de_pago_el THEN false
           -- es_de_convenio_roto
           WHEN convenio.estado = 'INCUMPLIDO' THEN true
           -- es_de_convenio_vigente
           WHEN convenio.estado = 'VIGENTE' AND convenio.respaldo <> 'NINGUNO'
                AND (convenio.termina_el IS NULL OR %(hoy)s::date <= convenio.termina_el) THEN false
           -- es_impugnado_con_garantia, es_impugnado_sin_garantia
           WHEN credito.situacion = 'IMPUGNADO' THEN garantia.folio IS NULL
           -- es_firme
           WHEN credito.situacion = 'FIRME' THEN true
           -- es_determinado_con_garantia, es_determinado_sin_garantia
           WHEN credito.situacion IN ('DETERMINADO', 'POR_DETERMINAR') THEN garantia.folio IS NULL
           ELSE true
           END
     GROUP BY credito.nrp
), resumen AS (
    -- What the rules ask of all the registros of an RFC together.
    SELECT registro.rfc,
           bool_and(registro.legible) AS legible,
           bool_or(deudor.nrp IS NOT NULL) AS debe,
           bool_or(registro.estado = 'HUELGA') AS alguno_en_huelga,
           bool_and(registro.estado = 'BAJA') AS todos_en_baja,
           bool_or(registro.trabajadores > 0 AND registro.modalidad NOT IN ('32', '33', '40')) AS con_trabajadores
      FROM padron_registropatronal AS registro
      LEFT JOIN deudores AS deudor ON deudor.nrp = registro.nrp
     GROUP BY registro.rfc
), decididos AS (
    SELECT patron.rfc,
           CASE
           -- buzon/padron/selectors.py: more than one person answers to the RFC
           WHEN patron.personas > 1 THEN patron.personas || ' personas'
           -- buzon/padron/selectors.py: some registro is marked as unreadable
           WHEN NOT resumen.legible THEN 'ilegible ' || (
               SELECT string_agg(registro.nrp, ', ' ORDER BY registro.nrp)
                 FROM padron_registropatronal AS registro
                WHERE registro.rfc = patron.rfc AND NOT registro.legible
           )
           END AS causa,
           CASE
           WHEN patron.personas > 1 OR NOT resumen.legible THEN NULL
           -- 1. sin_registro_patronal
           WHEN resumen.rfc IS NULL THEN 'SIN_REGISTRO_PATRONAL'
           -- 2. con_adeudos
           WHEN resumen.debe AND resumen.alguno_en_huelga THEN 'CON_ADEUDOS_EN_HUELGA'
           WHEN resumen.debe AND resumen.todos_en_baja THEN 'CON_ADEUDOS_EN_BAJA'
           WHEN resumen.debe THEN 'CON_ADEUDOS'
           -- 3. todos_en_baja
           WHEN resumen.todos_en_baja THEN 'TODOS_EN_BAJA'
           -- 4. sin_trabajadores
           WHEN NOT resumen.con_trabajadores THEN 'SIN_TRABAJADORES'
           -- 5. al_corriente
           ELSE 'AL_CORRIENTE'
           END AS motivo
      FROM padron_patron AS patron
      LEFT JOIN resumen ON resumen.rfc = patron.rfc
    UNION ALL
    -- 1. sin_registro_patronal: authorised, and unknown to the register
    SELECT autorizacion.rfc, NULL, 'SIN_REGISTRO_PATRONAL'
      FROM autorizacion32d_autorizacion AS autorizacion
     WHERE autorizacion.estado = 'AUTORIZADA'
       AND NOT EXISTS (SELECT FROM padron_patron AS patron WHERE patron.rfc = autorizacion.rfc)
)
SELECT rfc,
       -- opinion/reglas/veredicto.py: each reason gives one sentido and one annex
       CASE
       WHEN motivo = 'AL_CORRIENTE' THEN 'POSITIVA'
       WHEN motivo IN ('CON_ADEUDOS', 'CON_ADEUDOS_EN_HUELGA', 'CON_ADEUDOS_EN_BAJA') THEN 'NEGATIVA'
       WHEN motivo IN ('SIN_REGISTRO_PATRONAL', 'TODOS_EN_BAJA', 'SIN_TRABAJADORES') THEN 'SIN_OPINION'
       END AS sentido,
       motivo,
       CASE motivo
       WHEN 'AL_CORRIENTE' THEN 2
       WHEN 'SIN_REGISTRO_PATRONAL' THEN 3
       WHEN 'SIN_TRABAJADORES' THEN 4
       WHEN 'TODOS_EN_BAJA' THEN 5
       WHEN 'CON_ADEUDOS' THEN 1
       WHEN 'CON_ADEUDOS_EN_HUELGA' THEN 1
       WHEN 'CON_ADEUDOS_EN_BAJA' THEN 1
       END AS anexo,
       causa,
       %(version)s::text AS version_reglas
  FROM decididos
