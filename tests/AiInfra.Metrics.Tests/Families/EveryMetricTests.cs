using System.Reflection;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>What holds of every metric of the package, those included that come later: all are <see cref="ScoredMetric"/>s, and those whose constructors ask for something are made by the examples of their family.</summary>
public class EveryMetricTests
{
    private static readonly ScoredMetric[] s_all = [.. All()];

    [Fact]
    public void Signature_OfEveryMetric_IsItsOwn() =>
        Assert.Empty(s_all.GroupBy(m => m.Signature).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Signature_OfEveryMetric_IsNameOptionsVersion() => Assert.All(s_all, m =>
    {
        Assert.Matches(@"^[a-zA-Z0-9+]+(\|[A-Za-z0-9]+(:[^|]+)?)*\|version:[0-9]+$", m.Signature);
        Assert.Matches(@"^[a-z][a-zA-Z0-9]*(\+\+)?$", m.Name);
        Assert.StartsWith(m.Name + "|", m.Signature, StringComparison.Ordinal);
    });

    [Fact]
    public void New_OfEveryMetric_HasItsSignatureAndSawNothing() => Assert.All(s_all, m =>
    {
        ScoredMetric fresh = m.New();
        Assert.NotSame(m, fresh);
        Assert.Equal((m.Signature, m.GetType()), (fresh.Signature, fresh.GetType()));
        Score score = fresh.Result();
        Assert.Equal((double.NaN, 0, m.Name, m.Signature, m.HigherIsBetter), (score.Value, score.Count, score.Name, score.Signature, score.HigherIsBetter));
        Assert.Null(fresh.Evidence);
        Assert.Null(fresh.WithInterval(0.9).Interval);
        Assert.Empty(fresh.Tables().SelectMany(t => t.Rows));
    });

    [Fact]
    public void Family_OfEveryMetric_IsNamed() => Assert.All(s_all, m => Assert.Matches("^[A-Z][a-z ]+$", m.Family));

    /// <summary>A new one of each metric.</summary>
    internal static IEnumerable<ScoredMetric> All()
    {
        ScoredMetric[] given = [.. typeof(EveryMetricTests).Assembly.GetTypes().Where(t => t.IsClass && typeof(IFamilyExamples).IsAssignableFrom(t)).SelectMany(t => ((IFamilyExamples)Activator.CreateInstance(t)!).Metrics())];
        HashSet<Type> known = [.. given.Select(m => m.GetType())];
        return [.. given, .. typeof(ScoredMetric).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && typeof(ScoredMetric).IsAssignableFrom(t) && !known.Contains(t)).Select(Made)];
    }

    private static ScoredMetric Made(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().Where(c => c.GetParameters().All(p => p.IsOptional)).MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"Say in an {nameof(IFamilyExamples)} how {type.Name} is made.");
        return (ScoredMetric)constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)]);
    }
}
