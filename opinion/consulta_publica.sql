-- The public look-up of one RFC: one indexed row, as of this instant, so that it sees a cancellation at once.
-- Parameters, in order: the RFC, the state of an authorisation that stands.
-- A run does not rewrite what it finds unchanged: a verdict is as of its own instant or of the last finished run's end,
-- which is one probe of a partial index, the same whatever the RFC.
SELECT a.rfc, a.nombre, a.folio, a.autorizada_en, o.sentido,
       greatest(o.calculada_en, (SELECT terminada_en FROM opinion_corrida WHERE estado = 'TERMINADA'
                                  ORDER BY terminada_en DESC LIMIT 1)),
       CASE WHEN o.rfc IS NULL
            THEN EXISTS (SELECT FROM opinion_no_disponible n WHERE n.rfc = a.rfc) ELSE false END
  FROM autorizacion32d_autorizacion a LEFT JOIN opinion_calculada o ON o.rfc = a.rfc
 WHERE a.rfc = %s AND a.estado = %s
