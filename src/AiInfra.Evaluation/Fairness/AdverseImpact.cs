using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>The four-fifths rule (29 CFR 1607.4 D): adverse impact where a group's selection rate is below four fifths of the highest. Small groups flip such a ratio by chance, so each is tested too, and the highest rate is taken among groups that are not small, where there is one.</summary>
public sealed record AdverseImpact
{
    /// <summary>The group with the highest selection rate; null when nobody is selected.</summary>
    public string? Reference { get; init; }

    /// <summary>Least ratio asked for.</summary>
    public required double LeastRatio { get; init; }

    /// <summary>The other groups with rows.</summary>
    public required IReadOnlyList<ImpactRatio> Groups { get; init; }

    /// <summary>Adverse where any group is; else not enough evidence where any lacks it.</summary>
    public ImpactFinding Finding => Groups.Any(g => g.Finding == ImpactFinding.Adverse) ? ImpactFinding.Adverse
        : Groups.Any(g => g.Finding == ImpactFinding.NotEnoughEvidence) ? ImpactFinding.NotEnoughEvidence : ImpactFinding.None;

    internal static AdverseImpact Of(IReadOnlyList<(string Group, int Count, double Successes, double Trials, ConfidenceInterval? Interval)> rates, FairnessOptions options)
    {
        var filled = rates.Where(r => r.Trials > 0).ToList();
        var large = filled.Where(r => r.Count >= options.SmallBelow).ToList();
        var reference = (large.Count > 0 ? large : filled).MaxBy(r => r.Successes / r.Trials);
        if (filled.Count == 0 || reference.Successes == 0)
        {
            return new() { LeastRatio = options.LeastImpactRatio, Groups = [] };
        }

        double highest = reference.Successes / reference.Trials;
        var others = filled.Where(r => r.Group != reference.Group).ToList();
        var tests = others.ConvertAll(r => RateTests.Two(r.Successes, r.Trials, reference.Successes, reference.Trials));
        double[] adjusted = PValueCorrection.Holm([.. tests.Select(t => t.PValue)]);
        return new()
        {
            Reference = reference.Group,
            LeastRatio = options.LeastImpactRatio,
            Groups = [.. others.Select((r, i) =>
            {
                double rate = r.Successes / r.Trials, ratio = rate / highest;
                (double low, double high) = GapIntervals.Ratio(rate, r.Interval!.Value, highest, reference.Interval!.Value);
                ImpactFinding finding = ratio >= options.LeastImpactRatio ? ImpactFinding.None : adjusted[i] <= options.Level ? ImpactFinding.Adverse : ImpactFinding.NotEnoughEvidence;
                return new ImpactRatio(r.Group, r.Count, rate, ratio, new(low, high, options.Confidence), adjusted[i], tests[i].Test, finding);
            })],
        };
    }

    /// <inheritdoc />
    public override string ToString() => $"AdverseImpact {{ Reference = {Reference}, LeastRatio = {LeastRatio}, Groups = {Shown.List(Groups)} }}";
}
