using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Samplers;

/// <summary>
/// Covariance matrix adaptation (Hansen 2016, "The CMA evolution strategy: a tutorial", with its default constants): for five to fifty numbers that depend on each other and hundreds of trials or more.
/// It searches the numbers that every trial asks for, on their ranges scaled to [0, 1]; choices, and what only some trials ask for, are chosen by <see cref="TpeSampler"/>. Trials that end are a generation, so many at a time, in the order in which they end.
/// </summary>
/// <param name="options">How it searches; null takes the defaults.</param>
public sealed class CmaSampler(CmaOptions? options = null) : ISampler
{
    private readonly CmaOptions _options = (options ?? new CmaOptions()).Checked(nameof(options));
    private readonly TpeSampler _others = new();
    private readonly List<HistoryTrial> _generation = [];
    private StudyHistory? _history;
    private CmaState? _state;
    private KeyValuePair<string, ParameterRange>[] _space = [];
    private int _read;

    /// <inheritdoc />
    /// <exception cref="StudyException">The study has several objectives.</exception>
    public IReadOnlyDictionary<string, double> Propose(StudyHistory history, int trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        SingleObjective.Require(history, nameof(CmaSampler));
        Learn(history);
        if (_state is null)
        {
            return NoValues.Instance;
        }

        var random = new TrialRandom(history.Seed, trial);
        double[] point = _state.Draw(random);
        for (int again = 0; again < 100 && point.Any(p => p is < 0 or > 1); again++)
        {
            point = _state.Draw(random);
        }

        return _space.Select((p, d) => KeyValuePair.Create(p.Key, p.Value.At(point[d]))).ToDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public double Draw(StudyHistory history, HistoryTrial trial, string name, ParameterRange range) => _others.Draw(history, trial, name, range);

    private void Learn(StudyHistory history)
    {
        KeyValuePair<string, ParameterRange>[] space = [.. CommonSpace.Of(history).Where(p => p.Value.Kind != ParameterKind.Choice)];
        if (_history != history || !space.SequenceEqual(_space))
        {
            // Another space: what was learned of the old one does not fit; all trials are learned anew.
            (_history, _space, _read, _state) = (history, space, 0, space.Length > 0 ? new CmaState(space.Length, _options.Population ?? 4 + (int)(3 * Math.Log(space.Length)), _options.Sigma) : null);
            _generation.Clear();
        }

        for (; _state is not null && _read < history.Ended.Count; _read++)
        {
            _generation.Add(history.Ended[_read]);
            if (_generation.Count == _state.Population)
            {
                _generation.Sort(StudyHistory.ByRank.Instance);
                _state.Update([.. _generation.Select(t => Array.ConvertAll(_space, p => p.Value.ShareOf(t.Parameters[p.Key])))]);
                _generation.Clear();
            }
        }
    }
}
