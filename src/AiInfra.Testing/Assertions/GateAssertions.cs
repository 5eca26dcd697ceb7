using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Testing;

/// <summary>Assertions about gates.</summary>
public static class GateAssertions
{
    /// <summary>The gate lets the candidate pass.</summary>
    /// <exception cref="ModelAssertionException">It does not, or there is not enough evidence; the message has the decision with all its conditions.</exception>
    public static GateDecision ShouldPass(this GateDecision decision) => ShouldBe(decision, Verdict.Pass);

    /// <summary>The gate stops the candidate.</summary>
    /// <exception cref="ModelAssertionException">It does not; the message has the decision with all its conditions.</exception>
    public static GateDecision ShouldFail(this GateDecision decision) => ShouldBe(decision, Verdict.Fail);

    /// <summary>The gate gives this verdict.</summary>
    /// <exception cref="ModelAssertionException">It gives another; the message has the decision with all its conditions.</exception>
    public static GateDecision ShouldBe(this GateDecision decision, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Verdict == verdict
            ? decision
            : throw new ModelAssertionException($"The gate's verdict should be {verdict} but is {decision.Verdict}.\n{decision.Explain()}");
    }

    /// <summary>The gate of the evaluation lets the model pass.</summary>
    /// <exception cref="ModelAssertionException">It does not; the message has the decision with all its conditions.</exception>
    /// <exception cref="ArgumentException">The evaluation has no gate.</exception>
    public static EvaluationReport ShouldPass(this EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (report.Gate ?? throw new ArgumentException($"Evaluation '{report.Name}' has no gate; add one with Gate(g => ...).", nameof(report))).ShouldPass();
        return report;
    }
}
