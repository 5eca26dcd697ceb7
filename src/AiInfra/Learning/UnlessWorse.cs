using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;

namespace AiInfra.Learning;

/// <summary>The condition under an alarm: the candidate, being fresher, passes unless it is shown to be worse than the champion.</summary>
internal sealed class UnlessWorse(IMetric metric, ComparisonOptions options) : IGateCondition
{
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} not shown to be worse than the champion's, {options.Confidence:P0} confidence");

    public ConditionResult Check(GateContext context)
    {
        ModelComparison found = ModelComparer.Compare(metric, context.Candidate, context.Champion!, options);
        return new ConditionResult(
            Description,
            !found.HasEnoughRows ? Verdict.NotEnoughEvidence : found.IsRefuted ? Verdict.Fail : Verdict.Pass,
            string.Create(CultureInfo.InvariantCulture, $"{found.Candidate:0.####} against the champion's {found.Champion:0.####} on {found.Rows} rows; {found.Test}, p of being worse {found.PValueWorse:0.####}"))
        {
            Observed = found.Candidate,
            Required = found.Champion,
            Interval = found.Interval,
            Rows = found.Rows,
            Comparison = found,
        };
    }
}
