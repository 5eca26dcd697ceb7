using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Reads runs, a page at a time.</summary>
internal sealed class RunReader(ICatalog catalog)
{
    private const int Points = 120;
    private const int MostCourses = 24;
    private const int MostOthers = 20;
    private const int MostFiles = 100;
    private const int MostEdges = 30;

    public Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken) => catalog.Runs.ListAsync(query, cancellationToken);

    /// <exception cref="FilterException">The filter is none.</exception>
    public Task<IReadOnlyList<Run>> SearchAsync(RunSearch search, CancellationToken cancellationToken) => catalog.Runs.SearchAsync(search, cancellationToken);

    public Task<Run?> FindAsync(string id, CancellationToken cancellationToken) => catalog.Runs.FindAsync(id, cancellationToken);

    /// <summary>A run with the course of the metric that says most of it.</summary>
    public async Task<RunRow> RowAsync(Run run, CancellationToken cancellationToken)
    {
        string? charted = Charted(run.Metrics.Keys);
        return Row(run) with { Charted = charted, Course = charted is null ? [] : await CourseAsync(run.Id, charted, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>A run with the courses of its metrics.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    public async Task<RunDetail> DetailAsync(string id, CancellationToken cancellationToken)
    {
        Run run = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new CatalogNotFoundException($"The catalog has no run '{id}'.");
        string[] metrics = [.. run.Metrics.Keys.Order(StringComparer.Ordinal)];
        var courses = new List<MetricCourse>();
        foreach (string metric in metrics.Take(MostCourses))
        {
            courses.Add(new MetricCourse(metric, await CourseAsync(id, metric, cancellationToken).ConfigureAwait(false)));
        }

        IReadOnlyList<Run> others = await ListAsync(new RunQuery { Experiment = run.Experiment, Take = MostOthers + 1 }, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RunArtifact> files = await catalog.Runs.ArtifactsAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RunInput> inputs = await catalog.Runs.InputsAsync(id, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LineageEdge> from = await catalog.Lineage.UpstreamAsync(LineageNode.Run(id), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LineageEdge> to = await catalog.Lineage.DownstreamAsync(LineageNode.Run(id), cancellationToken).ConfigureAwait(false);
        return new RunDetail(
            Row(run), run.Tags, courses, Math.Max(0, metrics.Length - MostCourses), run.ParentId, [.. files.Take(MostFiles).Select(f => new RunFile(f.Path, f.Digest.Hex, f.Bytes, f.At))], Math.Max(0, files.Count - MostFiles), [.. inputs.Take(MostFiles)],
            [.. from.Take(MostEdges)], [.. to.Where(e => e.To.Kind != "artifact").Take(MostEdges)], others.Where(o => o.Id != id).Take(MostOthers).ToDictionary(o => o.Id, o => o.Name));
    }

    private async Task<IReadOnlyList<Sample>> CourseAsync(string id, string metric, CancellationToken cancellationToken) =>
        [.. (await catalog.Runs.MetricCourseAsync(id, metric, Points, cancellationToken).ConfigureAwait(false)).Select(p => new Sample(p.Step, p.Value))];

    public static RunRow Row(Run run) => new()
    {
        Id = run.Id,
        Name = run.Name,
        Kind = run.Kind,
        Experiment = run.Experiment,
        Status = run.Status.ToString().ToLowerInvariant(),
        Error = run.Error,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        Metrics = run.Metrics,
        Parameters = run.Parameters,
    };

    /// <summary>The metric that says most of a run's course: a loss on unseen rows, any loss, or the first by name.</summary>
    private static string? Charted(IEnumerable<string> metrics) => metrics
        .OrderBy(m => !m.Contains("loss", StringComparison.OrdinalIgnoreCase))
        .ThenBy(m => !m.StartsWith("val", StringComparison.OrdinalIgnoreCase))
        .ThenBy(m => m, StringComparer.Ordinal)
        .FirstOrDefault();
}
