using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Reports;

/// <summary>A study as a page of its own: the best trials, which parameters matter, and pictures of how it went. The page needs nothing from elsewhere.</summary>
public sealed class StudyReport
{
    private const int MostRows = 20;
    private readonly StudyRecord _study;
    private readonly StudyPictureData _data;

    private StudyReport(StudyRecord study, StudyChanges changes) => (_study, _data) = (study, new StudyPictureData(study.Directions, changes));

    /// <summary>How much each parameter matters for the first objective, the greatest first; they sum to 1, or are all 0 where too few trials are complete.</summary>
    public IReadOnlyDictionary<string, double> Importance => _data.Importance;

    /// <summary>Reads a study from its store.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    public static async Task<StudyReport> ReadAsync(IStudyStore store, string study, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        StudyChanges changes = await store.ReadAsync(study, default, cancellationToken).ConfigureAwait(false);
        StudyRecord record = await store.FindAsync(study, cancellationToken).ConfigureAwait(false) ?? throw StudyChecks.NoStudy(study, []);
        return new StudyReport(record, changes);
    }

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        Html html = HtmlPage.Begin($"Study {_study.Name}", $"{string.Join(", ", Enum.GetValues<TrialState>().Select(s => (State: s, Count: _data.Trials.Count(t => t.State == s))).Where(s => s.Count > 0).Select(s => $"{s.Count} trials {s.State.ToString().ToLowerInvariant()}"))}; {string.Join(", ", _study.Directions.Select(d => d.ToString().ToLowerInvariant()))}");
        html.Markup("<style>").Markup(StudyPlane.Style).Markup("</style>");
        Tiles(html);
        StudyPictures.Write(html, _data);
        Table(html);
        return HtmlPage.End(html);
    }

    /// <summary>Writes the page to a file.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken = default) => File.WriteAllTextAsync(path, ToHtml(), cancellationToken);

    private void Tiles(Html html)
    {
        if (_data.Best is not { } best || _data.Directions.Count > 1)
        {
            return;
        }

        html.Add($"<div class='tiles'><div class='tile'><span>best value</span><b>{StudyPlane.Number(best.Values[0])}</b><small>trial {best.Number}</small></div>");
        foreach (string name in _data.Importance.Keys.Where(best.Parameters.ContainsKey))
        {
            html.Add($"<div class='tile'><span>{name}</span><b>{Text(name, best.Parameters[name])}</b></div>");
        }

        html.Markup("</div>");
    }

    private void Table(Html html)
    {
        IReadOnlyList<TrialRecord> rows = _data.Directions.Count > 1 ? _data.Front : _data.Ranked;
        html.Add($"<h2>{(_data.Directions.Count > 1 ? "The Pareto front" : "The best trials")}</h2><div class='scroll'><table><tr><th scope='col'>trial</th>");
        for (int i = 0; i < _data.Directions.Count; i++)
        {
            html.Add($"<th scope='col'>{(_data.Directions.Count == 1 ? "value" : $"objective {i + 1}")}</th>");
        }

        foreach (string name in _data.Ranges.Keys)
        {
            html.Add($"<th scope='col'>{name}</th>");
        }

        html.Markup("</tr>");
        foreach (TrialRecord trial in rows.Take(MostRows))
        {
            html.Add($"<tr><th scope='row'>{trial.Number}</th>");
            foreach (double value in trial.Values)
            {
                html.Add($"<td>{StudyPlane.Number(value)}</td>");
            }

            foreach (string name in _data.Ranges.Keys)
            {
                html.Add($"<td>{(trial.Parameters.TryGetValue(name, out double value) ? Text(name, value) : "–")}</td>");
            }

            html.Markup("</tr>");
        }

        html.Markup("</table></div>");
        if (rows.Count > MostRows)
        {
            html.Add($"<p class='hint'>{rows.Count - MostRows} more are complete.</p>");
        }
    }

    private string Text(string name, double value) => _data.Ranges[name].Kind == ParameterKind.Choice ? _data.Ranges[name].TextOf(value) : StudyPlane.Number(value);
}
