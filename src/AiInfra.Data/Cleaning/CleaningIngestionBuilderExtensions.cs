using System.Linq.Expressions;
using AiInfra.Data.Cleaning;
using AiInfra.Data.Ingestion;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds cleaning to an ingestion.</summary>
public static class CleaningIngestionBuilderExtensions
{
    /// <summary>Keeps the first of equal rows. Remembers some 40 bytes a different row.</summary>
    /// <param name="builder">The ingestion.</param>
    /// <param name="columns">Columns that make rows equal; null takes all.</param>
    /// <param name="maxKeys">Most different rows to remember; beyond, the run stops with an error instead of running out of memory.</param>
    public static IngestionBuilder<T> Deduplicate<T>(this IngestionBuilder<T> builder, IReadOnlyList<string>? columns = null, int maxKeys = 20_000_000)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxKeys);
        return builder.Step(new DeduplicateStep(columns, maxKeys));
    }

    /// <summary>Keeps the first of records that are equal in these properties.</summary>
    public static IngestionBuilder<T> DeduplicateBy<T>(this IngestionBuilder<T> builder, params Expression<Func<T, object?>>[] keys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(keys);
        return builder.Deduplicate([.. keys.Select(builder.ColumnOf)]);
    }
}
