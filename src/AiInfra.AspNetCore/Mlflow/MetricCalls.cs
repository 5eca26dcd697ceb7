using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>metrics/…</c></summary>
internal sealed class MetricCalls(ICatalog catalog, RunCalls runs)
{
    private const int Page = 25_000;
    private const int MostRuns = 100;
    private const int UsualSample = 2500;

    public IEnumerable<MlflowVerb> All() =>
    [
        Read("GET", "/metrics/get-history", HistoryAsync),
        Read("GET", "/metrics/get-history-bulk-interval", BulkAsync),
    ];

    private async Task HistoryAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call).ConfigureAwait(false);
        string key = call.Required("metric_key");
        int take = call.Count("max_results", Page, int.MaxValue);
        IReadOnlyList<MetricPoint> points = await catalog.Runs.MetricHistoryAsync(run.Id, key, take, Paging.Number(call), call.Aborted).ConfigureAwait(false);
        bool more = points.Count >= take && (await catalog.Runs.MetricHistoryAsync(run.Id, key, 1, points[^1].Step, call.Aborted).ConfigureAwait(false)).Count > 0;
        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("metrics");
            foreach (MetricPoint point in points)
            {
                json.Metric(point);
            }

            json.WriteEndArray();
            Paging.Next(json, more ? Paging.Token(points[^1].Step) : null);
        }).ConfigureAwait(false);
    }

    private async Task BulkAsync(MlflowCall call)
    {
        IReadOnlyList<string> ids = call.Texts("run_ids");
        if (ids.Count is 0 or > MostRuns)
        {
            throw MlflowAnswerException.Invalid($"Expected 1 to {MostRuns} values of 'run_ids', got {ids.Count}.");
        }

        string key = call.Required("metric_key");
        long? from = call.Whole("start_step");
        long? to = call.Whole("end_step");
        if (from is null != to is null || from > to)
        {
            throw MlflowAnswerException.Invalid("If either start_step or end_step are specified, both must be, and end_step must not be smaller.");
        }

        int sample = Math.Max(2, call.Count("max_results", UsualSample, UsualSample));
        var found = new List<(string Id, MetricPoint Point)>();
        foreach (string id in ids)
        {
            IReadOnlyList<MetricPoint> points = from is null
                ? await catalog.Runs.MetricCourseAsync(id, key, sample, call.Aborted).ConfigureAwait(false)
                : await WithinAsync(id, key, from.Value, to!.Value, sample, call.Aborted).ConfigureAwait(false);
            found.AddRange(points.Select(p => (id, p)));
        }

        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("metrics");
            foreach ((string id, MetricPoint point) in found)
            {
                json.Metric(point, id);
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    /// <summary>So many points of a stretch, evenly by their place.</summary>
    private async Task<IReadOnlyList<MetricPoint>> WithinAsync(string id, string key, long from, long to, int sample, CancellationToken cancellationToken)
    {
        var all = new List<MetricPoint>();
        long? after = from == long.MinValue ? null : from - 1;
        while (true)
        {
            IReadOnlyList<MetricPoint> page = await catalog.Runs.MetricHistoryAsync(id, key, Page, after, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.TakeWhile(p => p.Step <= to));
            if (page.Count < Page || page[^1].Step > to)
            {
                break;
            }

            after = page[^1].Step;
        }

        return all.Count <= sample ? all : [.. Enumerable.Range(0, sample).Select(i => all[(int)((long)i * (all.Count - 1) / (sample - 1))])];
    }
}
