using System.Text.Json.Serialization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>What was learned of a column that is encoded.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "as")]
[JsonDerivedType(typeof(NumberPlan), "number")]
[JsonDerivedType(typeof(InstantPlan), "instant")]
[JsonDerivedType(typeof(CategoryPlan), "category")]
internal abstract record ColumnPlan(string Name, ValueKind Kind);

/// <summary>clip((t(x or impute) - offset) * factor), where t is the signed logarithm or nothing.</summary>
internal sealed record NumberPlan(string Name, ValueKind Kind, double Impute, bool Log, double Offset, double Factor, double Low, double High, bool Indicator)
    : ColumnPlan(Name, Kind);

/// <summary>A linear part over unix milliseconds, and the circles on which the time lies.</summary>
internal sealed record InstantPlan(string Name, NumberPlan Linear, bool Day, bool Week, bool Year) : ColumnPlan(Name, ValueKind.Instant);

/// <summary>A vocabulary. Bucket 0 is for what is rare or was never seen; a missing value has its own bucket when it was seen.</summary>
/// <param name="Name">Column.</param>
/// <param name="Kind">Kind of its values.</param>
/// <param name="OneHot">Whether it gives dense columns; else an index.</param>
/// <param name="HasOther">Whether rare values were seen, so that bucket 0 is one that was learned from.</param>
/// <param name="MissingBucket">Bucket of a missing value.</param>
/// <param name="Buckets">Names of the buckets.</param>
/// <param name="Values">The values, by bucket and then by frequency.</param>
/// <param name="BucketOf">The bucket of each value.</param>
internal sealed record CategoryPlan(string Name, ValueKind Kind, bool OneHot, bool HasOther, int MissingBucket, string[] Buckets, string[] Values, int[] BucketOf)
    : ColumnPlan(Name, Kind)
{
    /// <summary>First bucket that has a dense column.</summary>
    [JsonIgnore]
    public int FirstDense => HasOther ? 0 : 1;
}
