// The parts of qpdf that this folder uses. Only its own source files include this.
#pragma once

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr only; qpdf warns without it
#ifdef __clang__
#define JSON_HH  // clang refuses what qpdf's JSON does in C++20; nothing here uses it
class JSON;
#endif

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
