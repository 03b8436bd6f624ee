// The parts of qpdf that this folder uses. Only its own source files include this.
#pragma once

#define POINTERHOLDER_TRANSITION 4  // std::shared_ptr only; qpdf warns without it
#ifdef __clang__
#define JSON_HH  // clang refuses what qpdf's JSON does in C++20; nothing here uses it
class JSON;
#endif

#include <qpdf/Pl_Buffer.hh>
#include <qpdf/Pl_DCT.hh>  // tests only
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFWriter.hh>  // tests only
