// What pages inside have and the entrance has not.

import "./borrador.js";
import "./contador.js";
import "./copiar.js";
import "./fragmento.js";
import "./imprimir.js";
import "./menu.js";
import "./rescate.js";
import "./sesion.js";
