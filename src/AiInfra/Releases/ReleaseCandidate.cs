using AiInfra.Core.Catalog;
using AiInfra.Evaluation.Reports;

namespace AiInfra.Releases;

/// <summary>What became of a model that asked to be registered.</summary>
/// <param name="Report">Its evaluation on the held-out rows, with the gate's decision where the evaluation has a gate.</param>
/// <param name="Version">The registered version; null where the gate did not pass it.</param>
public sealed record ReleaseCandidate(EvaluationReport Report, ModelVersion? Version)
{
    /// <summary>Whether there is a version to promote.</summary>
    public bool IsRegistered => Version is not null;

    /// <summary>Whether it was made the champion.</summary>
    public bool IsPromoted { get; init; }

    /// <summary>In words: the gate's decision, and the version or that there is none.</summary>
    public override string ToString() =>
        $"{(Report.Gate is { } gate ? gate.Explain() : "No gate decided.")}{Environment.NewLine}{(Version is { } version ? $"Registered{(IsPromoted ? " and promoted" : "")}: {version.Model} version {version.Version}." : "Not registered.")}";
}
