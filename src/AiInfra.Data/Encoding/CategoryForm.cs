namespace AiInfra.Data.Encoding;

/// <summary>What becomes of categories.</summary>
public enum CategoryForm
{
    /// <summary>One dense column a bucket, 0 or 1.</summary>
    OneHot,

    /// <summary>An integer a column, for a table of embeddings.</summary>
    Indices,

    /// <summary>One-hot up to <see cref="EncodingOptions.MaxOneHot"/> buckets, indices above.</summary>
    Auto,
}
