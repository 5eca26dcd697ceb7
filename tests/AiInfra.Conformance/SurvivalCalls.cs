using AiInfra.Metrics.Survival;

namespace AiInfra.Conformance;

/// <summary>Concordance and Brier's score of times to an event.</summary>
internal sealed class SurvivalCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["kaplanMeier"] = c => KaplanMeier.Of(c.Column("time", "times"), Events(c)).At(c.Number("at")),
        ["harrellConcordance"] = c => HarrellConcordance.Of(c.Column("time", "times"), Events(c), c.Column("risk", "risks", "estimate")).Value,
        ["unoConcordance"] = c => UnoConcordance.Of(c.Column("time", "times"), Events(c), c.Column("risk", "risks", "estimate"), c.Param("tau", "until") ?? double.PositiveInfinity).Value,
        ["integratedBrierScore"] = c => IntegratedBrierScore.Of(c.Column("time", "times"), Events(c), c.Flat(out _, "survival", "estimate") ?? throw new KeyNotFoundException("the input 'survival' is missing"), c.Column("at")).Value,
    };

    private static bool[] Events(ReferenceCase c) => [.. c.Column("event", "events").Select(e => e != 0)];
}
