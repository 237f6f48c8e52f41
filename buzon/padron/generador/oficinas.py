"""133 offices below 35 OOAD: the keys of the OOAD are the public ones, those of the offices and some names are made up.

Demonstration data: the official catalogue takes its place by its own file.
"""

# Key of the OOAD: (name, share of the employers in a hundred and fifty, names of its offices).
_OOAD: dict[str, tuple[str, int, str]] = {
    "01": ("Aguascalientes", 2, "Aguascalientes Norte, Aguascalientes Sur"),
    "02": (
        "Baja California",
        6,
        "Mexicali, Tijuana Centro, Tijuana La Mesa, Ensenada, San Luis Río Colorado",
    ),
    "03": ("Baja California Sur", 2, "La Paz, Ciudad Constitución, Cabo San Lucas, San José del Cabo"),
    "04": ("Campeche", 1, "Campeche, Ciudad del Carmen"),
    "05": (
        "Coahuila",
        5,
        "Saltillo, Torreón, Monclova, Piedras Negras, Sabinas, Ciudad Acuña",
    ),
    "06": ("Colima", 1, "Colima, Manzanillo, Tecomán"),
    "07": ("Chiapas", 2, "Tuxtla Gutiérrez, Tapachula"),
    "08": (
        "Chihuahua",
        5,
        "Chihuahua, Ciudad Juárez Norte, Ciudad Juárez Sur, Delicias, Cuauhtémoc, Hidalgo del Parral,"
        " Nuevo Casas Grandes",
    ),
    "10": ("Durango", 2, "Durango, Gómez Palacio"),
    "11": ("Guanajuato", 7, "León, Irapuato, Celaya, Guanajuato, Salamanca"),
    "12": ("Guerrero", 2, "Acapulco, Chilpancingo, Iguala, Zihuatanejo"),
    "13": ("Hidalgo", 2, "Pachuca, Tulancingo, Tula, Ciudad Sahagún"),
    "14": (
        "Jalisco",
        13,
        "Guadalajara Hidalgo, Guadalajara Juárez, Guadalajara Libertad Reforma, Ciudad Guzmán, Ocotlán,"
        " Puerto Vallarta, Tepatitlán, Lagos de Moreno",
    ),
    "15": ("México Oriente", 5, "Ecatepec, Los Reyes La Paz, Tlalnepantla Oriente, Texcoco"),
    "16": ("México Poniente", 6, "Naucalpan, Tlalnepantla, Toluca"),
    "17": ("Michoacán", 4, "Morelia, Uruapan, Zamora, Lázaro Cárdenas, Zitácuaro"),
    "18": ("Morelos", 2, "Cuernavaca, Cuautla, Zacatepec"),
    "19": ("Nayarit", 2, "Tepic, Bahía de Banderas"),
    "20": (
        "Nuevo León",
        11,
        "Monterrey Norte, Monterrey Sur, Monterrey Oriente, Monterrey Poniente, Apodaca, Montemorelos",
    ),
    "21": ("Oaxaca", 2, "Oaxaca, Salina Cruz, Tuxtepec"),
    "22": ("Puebla", 5, "Puebla Norte, Puebla Sur, Tehuacán, Teziutlán"),
    "23": ("Querétaro", 4, "Querétaro, San Juan del Río"),
    "24": ("Quintana Roo", 4, "Cancún, Chetumal, Playa del Carmen"),
    "25": ("San Luis Potosí", 3, "San Luis Potosí Oriente, San Luis Potosí Poniente, Ciudad Valles"),
    "26": ("Sinaloa", 5, "Culiacán, Los Mochis, Mazatlán, Guasave, Guamúchil"),
    "27": (
        "Sonora",
        5,
        "Hermosillo, Ciudad Obregón, Nogales, Guaymas, Navojoa, Agua Prieta",
    ),
    "28": ("Tabasco", 2, "Villahermosa, Cárdenas"),
    "29": ("Tamaulipas", 4, "Tampico, Reynosa, Matamoros, Nuevo Laredo, Ciudad Victoria, Ciudad Mante"),
    "30": ("Tlaxcala", 1, "Tlaxcala"),
    "31": ("Veracruz Norte", 3, "Xalapa, Veracruz Puerto, Poza Rica, Martínez de la Torre"),
    "32": ("Veracruz Sur", 3, "Orizaba, Córdoba, Coatzacoalcos"),
    "33": ("Yucatán", 3, "Mérida Norte, Mérida Sur"),
    "34": ("Zacatecas", 2, "Zacatecas, Fresnillo"),
    "39": ("CDMX Norte", 13, "Magdalena de las Salinas, Polanco, Centro, Santa María la Ribera, Guerrero"),
    "40": ("CDMX Sur", 14, "Del Valle, San Ángel, Churubusco, Piedad Narvarte, Santa Anita"),
}
OFICINAS: tuple[tuple[str, str, str], ...] = tuple(
    (f"{clave}{numero:02d}", nombre, ooad)
    for clave, (ooad, _, nombres) in _OOAD.items()
    for numero, nombre in enumerate(nombres.split(", "), start=1)
)
_LUGARES = {clave: [i for i, una in enumerate(OFICINAS) if una[0][:2] == clave] for clave in _OOAD}

# Places in OFICINAS to draw from: an OOAD by its share, its offices alike.
SORTEO = tuple(
    lugar
    for clave, (_, parte, _) in _OOAD.items()
    for vuelta in range(parte * 12)
    for lugar in [_LUGARES[clave][vuelta % len(_LUGARES[clave])]]
)
