using AiInfra.Core.Catalog;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Releases;

/// <summary>A judged model as it would be registered.</summary>
/// <param name="Report">What it is worth, and what the gate says.</param>
/// <param name="Version">The version, without a number; its files are in the artifact store.</param>
internal sealed record JudgedCandidate(EvaluationReport Report, ModelVersion Version)
{
    /// <summary>Whether no gate objects.</summary>
    public bool Passes => Report.Gate is null or { Verdict: Verdict.Pass };
}
