.pragma library

/* Puts values in the places %1 to %9 of a translated sentence, all at once: a name that reads "%2" stays a name. */
function fill(sentence, values) {
    return sentence.replace(/%([1-9])/g, (place, index) => String(values[Number(index) - 1] ?? place));
}
