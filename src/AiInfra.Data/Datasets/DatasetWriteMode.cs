namespace AiInfra.Data.Datasets;

/// <summary>What a commit does with the rows that were there.</summary>
public enum DatasetWriteMode : byte
{
    /// <summary>The new rows are all there is; the old ones stay in the history.</summary>
    Replace,

    /// <summary>The new rows come after the old ones; no old file is written again.</summary>
    Append,
}
