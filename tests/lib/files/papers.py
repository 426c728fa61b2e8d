"""PDFs of some pages, each with a coloured rectangle, so that one can tell them apart."""

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium


def pdf(*sizes):
    """A page of each size, in points; the first third of it is red."""
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        page = document.new_page(width, height)
        mark = pdfium.FPDFPageObj_CreateNewRect(
            *(ctypes.c_float(side) for side in (0, height * 2 / 3, width, height / 3))
        )
        pdfium.FPDFPageObj_SetFillColor(mark, 255, 0, 0, 255)
        pdfium.FPDFPath_SetDrawMode(mark, pdfium.FPDF_FILLMODE_ALTERNATE, False)
        pdfium.FPDFPage_InsertObject(page, mark)
        page.gen_content()
        page.close()
    file = io.BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()
