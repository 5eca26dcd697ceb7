namespace AiInfra.Data.Datasets;

/// <summary>What happens when the new rows have other columns than the dataset.</summary>
public enum SchemaChange : byte
{
    /// <summary>It is an error that names the columns.</summary>
    Refuse,

    /// <summary>The columns of both, the old ones first; where a row has no such column its value is missing. A column of another kind is still an error.</summary>
    Union,
}
