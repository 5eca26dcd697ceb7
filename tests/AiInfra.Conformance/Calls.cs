namespace AiInfra.Conformance;

/// <summary>Which call answers which metric of the reference files.</summary>
internal static class Calls
{
    public static IReadOnlyDictionary<string, Func<ReferenceCase, object>> All()
    {
        var calls = new Dictionary<string, Func<ReferenceCase, object>>(StringComparer.Ordinal);
        foreach ((string metric, Func<ReferenceCase, object> call) in LabelCalls.All().Concat(MultilabelCalls.All()).Concat(ScoreCalls.All()).Concat(ProbabilityCalls.All()).Concat(RegressionCalls.All()).Concat(StatisticsCalls.All()).Concat(RankingCalls.All()).Concat(PeopleCalls.All()).Concat(DriftCalls.All()).Concat(TextCalls.All()).Concat(SurvivalCalls.All()).Concat(RecommendationCalls.All()))
        {
            calls.Add(metric, call);
        }

        return calls;
    }
}
