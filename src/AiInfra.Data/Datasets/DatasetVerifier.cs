using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Datasets;

/// <summary>Reads a commit end to end and says what is wrong with it.</summary>
internal sealed class DatasetVerifier(DatasetRepository repository, Dataset dataset)
{
    public async Task<DatasetCheck> RunAsync(CancellationToken cancellationToken)
    {
        DatasetCommit commit = dataset.Commit;
        var problems = new List<string>();
        string id = CommitId.Of(commit);
        if (id != commit.Id)
        {
            problems.Add($"the commit's id is {commit.Id}, its content has the id {id}: the catalog's entry was altered");
        }

        long rows = 0;
        foreach (DatasetFile file in commit.Files)
        {
            rows += await FileAsync(file, problems, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (await dataset.ReadStatisticsAsync(cancellationToken).ConfigureAwait(false) is { } statistics && statistics.Rows != commit.Rows)
            {
                problems.Add($"the statistics are of {statistics.Rows:N0} rows, the commit has {commit.Rows:N0}");
            }
        }
        catch (Exception e) when (e is IOException or StoreException or System.Text.Json.JsonException)
        {
            problems.Add($"the statistics cannot be read: {e.Message}");
        }

        return new DatasetCheck(commit.Id, commit.Files.Count, rows, problems);
    }

    private async Task<long> FileAsync(DatasetFile file, List<string> problems, CancellationToken cancellationToken)
    {
        long rows = 0;
        try
        {
            var alone = new Dataset(repository, dataset.Commit with { Files = [file] });
            await foreach (RowBatch batch in alone.ReadBatchesAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                rows += batch.Count;
            }

            if (rows != file.Rows)
            {
                problems.Add($"'{file.Path}' has {rows:N0} rows, the commit says {file.Rows:N0}");
            }
        }
        catch (DatasetDamagedException e)
        {
            problems.Add(e.Message);
        }

        return rows;
    }
}
