using AiInfra.Core.Pipelines;
using AiInfra.Data.Datasets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>A step of one's own as packages add theirs: it finds the host's services in the builder.</summary>
internal static class RequireRowsExtensions
{
    /// <summary>Gives how many rows a commit has; fails where they are too few.</summary>
    public static Step<long> RequireRows(this PipelineBuilder pipeline, Step<CommittedDataset> rows, long atLeast)
    {
        DatasetRepository datasets = pipeline.Services.GetRequiredService<DatasetRepository>();
        return pipeline.Step($"require {atLeast} rows", "1", rows, async (_, commit, cancel) =>
        {
            long have = (await datasets.OpenCommitAsync(commit.CommitId, cancel)).Rows;
            return have >= atLeast ? have : throw new InvalidDataException($"Commit {commit.CommitId} has {have} rows; {atLeast} are needed.");
        });
    }
}
