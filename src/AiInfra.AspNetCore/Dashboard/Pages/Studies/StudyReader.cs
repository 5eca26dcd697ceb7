using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;

namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>Reads studies; a catalog without a store of them has none.</summary>
internal sealed class StudyReader(ICatalog catalog)
{
    private readonly IStudyStore? _studies = catalog.GetStore<IStudyStore>();

    public async Task<IReadOnlyList<StudyRow>> ListAsync(int take, CancellationToken cancellationToken) =>
        _studies is null ? [] : [.. (await _studies.ListAsync(take, cancellationToken).ConfigureAwait(false)).Select(Row)];

    /// <summary>One study, with what its pictures are drawn from.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    public async Task<(StudyDetail Detail, StudyPictureData Pictures)> DetailAsync(string name, int rows, CancellationToken cancellationToken)
    {
        StudyRecord study = _studies is null ? throw StudyChecks.NoStudy(name, []) : await _studies.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw StudyChecks.NoStudy(name, []);
        var pictures = new StudyPictureData(study.Directions, await _studies.ReadAsync(name, default, cancellationToken).ConfigureAwait(false));
        TrialRecord[] best = [.. study.Directions.Count > 1 ? pictures.Front : pictures.Ranked.Take(rows / 2)];
        TrialRecord[] listed = [.. best.Concat(pictures.Trials.Reverse()).DistinctBy(t => t.Number).Take(rows)];
        return (new StudyDetail(
            Row(study),
            pictures.Importance,
            pictures.Trials.GroupBy(t => t.State).OrderBy(g => g.Key).ToDictionary(g => State(g.Key), g => g.Count()),
            [.. study.Directions.Count > 1 ? pictures.Front.Select(t => t.Number) : pictures.Best is { } one ? [one.Number] : []],
            [.. listed.Select(t => Row(t, pictures.Ranges))],
            pictures.Trials.Count - listed.Length), pictures);
    }

    private static string State(TrialState state) => state.ToString().ToLowerInvariant();

    private static StudyRow Row(StudyRecord study) => new(study.Name, [.. study.Directions.Select(d => d.ToString().ToLowerInvariant())], study.CreatedAt, study.RunId, study.Tags);

    private static TrialRow Row(TrialRecord trial, IReadOnlyDictionary<string, ParameterRange> ranges) => new(
        trial.Number, State(trial.State), trial.Values, trial.Parameters.ToDictionary(p => p.Key, p => ranges[p.Key].TextOf(p.Value)), StudyPictureData.Violation(trial), trial.StartedAt, trial.EndedAt, trial.Error);
}
