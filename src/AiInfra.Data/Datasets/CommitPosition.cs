namespace AiInfra.Data.Datasets;

/// <summary>How far a source was read, to be kept in the metadata of the commit that holds its rows. Later commits that append carry it on.</summary>
/// <param name="Key">Its key in the metadata, which begins with <see cref="Prefix"/>.</param>
/// <param name="From">What the head says where the reading began; another commit in between that moved it is a conflict.</param>
/// <param name="To">What the commit is to say.</param>
internal sealed record CommitPosition(string Key, string? From, string To)
{
    /// <summary>What keys of positions begin with.</summary>
    public const string Prefix = "ingestion.position/";
}
