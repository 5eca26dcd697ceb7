namespace AiInfra.Metrics.Tests.Families;

/// <summary>Examples of a family's metrics, for the tests of all families: needed of those whose constructors ask for something.</summary>
internal interface IFamilyExamples
{
    /// <summary>New metrics, each with a signature of its own.</summary>
    IEnumerable<ScoredMetric> Metrics();
}
