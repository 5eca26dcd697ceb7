using System.Reflection;
using AiInfra.Evaluation.Fairness;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>What holds of every metric of the package, those included that come later: all are found by their base class.</summary>
public class EveryMetricTests
{
    private static readonly Type[] s_bases = [typeof(Metric), typeof(TextMetric), typeof(RankingMetric), typeof(MultilabelMetric), typeof(ClusterMetric), typeof(UncertaintyMetric)];

    // What their constructors need.
    private static readonly Dictionary<Type, Func<object>[]> s_made = new()
    {
        [typeof(OutcomeRate)] = [.. Enum.GetValues<RateKind>().Select(k => (Func<object>)(() => new OutcomeRate(k)))],
        [typeof(Rouge)] = [.. Enum.GetValues<RougeVariant>().Select(v => (Func<object>)(() => new Rouge(v)))],
        [typeof(QuantileCrps)] = [() => new QuantileCrps(0.1, 0.9), () => new QuantileCrps(0.1, 0.5)],
        [typeof(WeightedQuantileLoss)] = [() => new WeightedQuantileLoss(0.1, 0.9)],
        [typeof(PrecisionAtK)] = [() => new PrecisionAtK(1), () => new PrecisionAtK(2)],
        [typeof(RecallAtK)] = [() => new RecallAtK(1), () => new RecallAtK(2)],
        [typeof(HitRate)] = [() => new HitRate(1), () => new HitRate(2)],
        [typeof(MulticlassRocAuc)] = [() => new MulticlassRocAuc(), () => new MulticlassRocAuc(AucDecomposition.OneVersusOne), () => new MulticlassRocAuc(average: Average.Micro)],
        [typeof(SymmetricMape)] = [.. Enum.GetValues<SmapeForm>().Select(f => (Func<object>)(() => new SymmetricMape(f)))],
        [typeof(ForecastBias)] = [.. Enum.GetValues<BiasForm>().Select(f => (Func<object>)(() => new ForecastBias(f)))],
        [typeof(NormalizedMutualInformation)] = [.. Enum.GetValues<EntropyMean>().Select(m => (Func<object>)(() => new NormalizedMutualInformation(m)))],
        [typeof(FScore)] = [() => new FScore(), () => new FScore(classes: 3), () => new FScore(beta: 2), () => new FScore(Average.Positive), () => new FScore(Average.Positive, positive: 2), () => new FScore(zeroDivision: ZeroDivision.One)],
    };

    private static readonly object[] s_all = [.. All()];

    [Fact]
    public void Signature_OfEveryMetric_IsItsOwn() =>
        Assert.Empty(s_all.GroupBy(m => Text(m, "Signature")).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Signature_OfEveryMetric_IsNameOptionsVersion() => Assert.All(s_all, m =>
    {
        Assert.Matches(@"^[a-zA-Z0-9+]+(\|[A-Za-z0-9]+(:[^|]+)?)*\|version:[0-9]+$", Text(m, "Signature"));
        Assert.Matches(@"^[a-z][a-zA-Z0-9]*(\+\+)?$", Text(m, "Name"));
        Assert.StartsWith(Text(m, "Name") + "|", Text(m, "Signature"), StringComparison.Ordinal);
    });

    [Fact]
    public void New_OfEveryMetric_HasItsSignatureAndSawNothing() => Assert.All(s_all, m =>
    {
        MethodInfo? make = m.GetType().GetMethod("New", []);
        object fresh = make is null ? m : make.Invoke(m, [])!;
        Assert.Equal((Text(m, "Signature"), m.GetType()), (Text(fresh, "Signature"), fresh.GetType()));
        Score score = Result(fresh);
        Assert.Equal((double.NaN, 0, Text(m, "Name"), Text(m, "Signature")), (score.Value, score.Count, score.Name, score.Signature));
        Assert.Equal((bool)Get(m, "HigherIsBetter"), score.HigherIsBetter);
    });

    /// <summary>A new one of each metric.</summary>
    internal static IEnumerable<object> All() => Types().SelectMany(Made);

    private static IEnumerable<Type> Types() => typeof(Metric).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && s_bases.Any(b => b.IsAssignableFrom(t)));

    private static IEnumerable<object> Made(Type type)
    {
        if (s_made.TryGetValue(type, out Func<object>[]? makers))
        {
            return makers.Select(m => m());
        }

        ConstructorInfo constructor = type.GetConstructors().Where(c => c.GetParameters().All(p => p.IsOptional)).MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"Say in {nameof(s_made)} how {type.Name} is made.");
        return [constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)])];
    }

    /// <summary>What a metric says with its defaults.</summary>
    internal static Score Result(object metric)
    {
        MethodInfo result = metric.GetType().GetMethod("Result")!;
        return (Score)result.Invoke(metric, [.. result.GetParameters().Select(p => p.DefaultValue)])!;
    }

    private static string Text(object metric, string property) => (string)Get(metric, property);

    private static object Get(object metric, string property) => metric.GetType().GetProperty(property)?.GetValue(metric) ?? throw new InvalidOperationException($"{metric.GetType().Name} has no {property}.");
}
