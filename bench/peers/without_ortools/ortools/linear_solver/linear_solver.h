// What pabumeasures names of OR-tools, and nothing behind it: asking for a solver stops with an error.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace operations_research {

class MPVariable {
  public:
    double solution_value() const { return 0; }
};

class MPConstraint {
  public:
    void SetCoefficient(const MPVariable *, double) {}
};

class MPObjective {
  public:
    void SetCoefficient(const MPVariable *, double) {}
    void SetMaximization() {}
    double Value() const { return 0; }
};

class MPSolver {
  public:
    enum ResultStatus { OPTIMAL, FEASIBLE, INFEASIBLE };

    static MPSolver *CreateSolver(const std::string &) { throw std::runtime_error("built without OR-tools"); }
    static double infinity() { return 0; }
    MPVariable *MakeIntVar(double, double, const std::string &) { return nullptr; }
    MPVariable *MakeBoolVar(const std::string &) { return nullptr; }
    MPConstraint *MakeRowConstraint(double, double) { return nullptr; }
    MPObjective *MutableObjective() { return nullptr; }
    ResultStatus Solve() { return INFEASIBLE; }
};

} // namespace operations_research
