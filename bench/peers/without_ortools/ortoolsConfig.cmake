# An OR-tools that solves nothing: pabumeasures asks for it to work out measures, and counting by its rules needs none.
add_library(ortools::ortools INTERFACE IMPORTED)
target_include_directories(ortools::ortools INTERFACE "${CMAKE_CURRENT_LIST_DIR}")
