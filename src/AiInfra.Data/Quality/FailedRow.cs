namespace AiInfra.Data.Quality;

/// <summary>What happens to a row that fails an expectation.</summary>
public enum FailedRow : byte
{
    /// <summary>It is put aside with the expectation's name as the reason.</summary>
    Quarantine,

    /// <summary>It stays; the failure is counted.</summary>
    Keep,

    /// <summary>The run stops at the first one; the dataset is unchanged.</summary>
    FailRun,
}
