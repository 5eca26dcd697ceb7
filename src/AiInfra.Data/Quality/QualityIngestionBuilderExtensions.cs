using AiInfra.Data.Ingestion;
using AiInfra.Data.Quality;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds expectations to an ingestion.</summary>
public static class QualityIngestionBuilderExtensions
{
    /// <summary>Checks every record.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="expect">What is expected.</param>
    public static IngestionBuilder<T> Expect<T>(this IngestionBuilder<T> builder, Action<ExpectationBuilder<T>> expect)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(expect);
        var expectations = new ExpectationBuilder<T>(RecordCodecs.Of<T>());
        expect(expectations);
        return builder.Step(new ExpectStep(expectations.Expectations));
    }
}
