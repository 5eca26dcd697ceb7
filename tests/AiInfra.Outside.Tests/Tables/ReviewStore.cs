using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Storage;

namespace AiInfra.Outside.Tests.Tables;

/// <summary>Reviews with pictures, which are artifacts; they go by age.</summary>
internal sealed class ReviewStore(IStoreDatabase database) : IArtifactRoots, IPrunable
{
    public string Name => "reviews";

    public Task AddAsync(Review review, ArtifactDigest? picture = null, CancellationToken cancellationToken = default) => database.WriteAsync(
        s => s.Execute(
            "INSERT INTO reviews (prediction, reviewer, is_right, at, picture) VALUES ($1, $2, $3, $4, $5)",
            review.Prediction, review.By, review.IsRight ? 1 : 0, review.At.UtcTicks, picture?.Hex),
        cancellationToken);

    public Task<IReadOnlyList<Review>> OfAsync(string prediction, CancellationToken cancellationToken = default) => database.ReadAsync(
        s => s.Query("SELECT prediction, reviewer, is_right, at FROM reviews WHERE prediction = $1 ORDER BY at", r => new Review(r.GetString(0), r.GetString(1), r.GetInt64(2) == 1, r.Time(3)), prediction),
        cancellationToken);

    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string hex in await database.ReadAsync(s => s.Query("SELECT picture FROM reviews WHERE picture IS NOT NULL", r => r.GetString(0)), cancellationToken))
        {
            yield return ArtifactDigest.Parse(hex);
        }
    }

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        if (pruning.Rows is not null || pruning.Bytes is not null)
        {
            throw new ArgumentException("Reviews go by age only.", nameof(pruning));
        }

        return pruning.DryRun
            ? database.ReadAsync(s => new Pruned(s.First("SELECT count(*) FROM reviews WHERE at < $1", r => r.GetInt64(0), pruning.Before?.UtcTicks), Bytes: 0), cancellationToken)
            : database.WriteAsync(
                s => new Pruned(
                    s.Execute("DELETE FROM reviews WHERE (prediction, reviewer) IN (SELECT prediction, reviewer FROM reviews WHERE at < $1 ORDER BY at LIMIT $2)", pruning.Before?.UtcTicks, pruning.Take), Bytes: 0),
                cancellationToken);
    }
}
