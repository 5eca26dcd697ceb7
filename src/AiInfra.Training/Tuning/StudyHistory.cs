using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>What a sampler or a pruner knows of a study. Read it within the call that gave it: it changes afterwards.</summary>
public sealed class StudyHistory
{
    private readonly Dictionary<string, ParameterRange> _ranges = new(StringComparer.Ordinal);
    private readonly List<HistoryTrial?> _trials = [];
    private readonly List<HistoryTrial> _ranked = [];
    private readonly List<HistoryTrial> _ended = [];
    private readonly Dictionary<string, ParameterTrials> _with = new(StringComparer.Ordinal);
    private readonly ParetoFronts _fronts = new();
    private readonly List<TrialReport> _reports = [];
    private readonly List<string> _names = [];
    private readonly SortedSet<int> _running = [];
    private List<SpaceGroup> _groups = [];

    internal StudyHistory(string name, IReadOnlyList<StudyDirection> directions, long seed = 0)
    {
        Name = name;
        Directions = directions;
        Seed = seed;
    }

    /// <summary>Name of the study.</summary>
    public string Name { get; }

    /// <summary>Which way each objective is better.</summary>
    public IReadOnlyList<StudyDirection> Directions { get; }

    /// <summary>Seed of the study.</summary>
    public long Seed { get; }

    /// <summary>Parameters that trials asked for, with their ranges.</summary>
    public IReadOnlyDictionary<string, ParameterRange> Ranges => _ranges;

    /// <summary>All trials by number, but those that wait in the queue.</summary>
    public IEnumerable<HistoryTrial> Trials => _trials.Where(t => t is { State: not TrialState.Waiting })!;

    /// <summary>Trials that run, by number.</summary>
    public IEnumerable<HistoryTrial> Running => _running.Select(n => _trials[n]!);

    /// <summary>
    /// Complete and pruned trials. With one objective the best first: complete ones by value, then pruned ones, those that came further first, by their last value, then those that violate a constraint, by how much.
    /// With several objectives by number.
    /// </summary>
    public IReadOnlyList<HistoryTrial> Finished => _ranked;

    /// <summary>Trials that are complete.</summary>
    public int Complete { get; private set; }

    /// <summary>Parameters that were always asked for together by the finished trials.</summary>
    public IReadOnlyList<SpaceGroup> Groups => _groups;

    /// <summary>The best complete trial that violates nothing, with one objective; null where there is none.</summary>
    public HistoryTrial? Best => Directions.Count == 1 && _ranked.Count > 0 && _ranked[0] is { State: TrialState.Complete, Violation: 0 } best ? best : null;

    /// <summary>The trials that no other surpasses in every objective, by number: with several objectives what there is to choose from. Trials that violate a constraint are left out.</summary>
    public IReadOnlyList<HistoryTrial> ParetoFront => Directions.Count == 1
        ? Best is { } best ? [best] : []
        : _fronts.Fronts is [var first, ..] && first[0].Violation == 0 ? [.. first.Where(t => t.State == TrialState.Complete).OrderBy(t => t.Number)] : [];

    /// <summary>Finished trials in the order in which they ended.</summary>
    internal IReadOnlyList<HistoryTrial> Ended => _ended;

    /// <summary>With several objectives: finished trials by how many fronts stand before theirs.</summary>
    internal IReadOnlyList<List<HistoryTrial>> Fronts => _fronts.Fronts;

    /// <summary>All reports in the order in which they came.</summary>
    internal IReadOnlyList<TrialReport> Reports => _reports;

    /// <summary>How many finished trials in a row were no better than the best before them.</summary>
    internal int SinceBetter { get; private set; }

    /// <summary>Names of the parameters in the order in which they were first asked for.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>Trials that were enqueued with values, repetitions left out.</summary>
    internal int Given { get; private set; }

    /// <summary>Finished trials that asked for a parameter.</summary>
    internal ParameterTrials With(string name) => _with.TryGetValue(name, out ParameterTrials? trials) ? trials : ParameterTrials.None;

    internal HistoryTrial? Find(int number) => number < _trials.Count ? _trials[number] : null;

    /// <summary>A trial that waits, or one that is there already.</summary>
    internal HistoryTrial Add(int number)
    {
        while (_trials.Count <= number)
        {
            _trials.Add(null);
        }

        return _trials[number] ??= new HistoryTrial(number) { State = TrialState.Waiting };
    }

    internal HistoryTrial Begin(int number)
    {
        HistoryTrial trial = Add(number);
        if (trial.State == TrialState.Waiting)
        {
            trial.State = TrialState.Running;
            _running.Add(number);
        }

        return trial;
    }

    internal void AddRange(string name, ParameterRange range)
    {
        if (_ranges.TryAdd(name, range))
        {
            _names.Add(name);
        }
    }

    /// <summary>Notes where a trial comes from that was enqueued.</summary>
    internal void Enqueued(HistoryTrial trial, int? retryOf, bool given)
    {
        if (!trial.IsGiven && (given || retryOf is not null))
        {
            trial.IsGiven = true;
            trial.Origin = retryOf is { } first ? Find(first)?.Origin ?? first : trial.Number;
            Given += retryOf is null ? 1 : 0;
        }
    }

    internal void Report(HistoryTrial trial, TrialReport report)
    {
        trial.Report(report);
        _reports.Add(report);
    }

    internal void Finish(HistoryTrial trial, TrialState state, IReadOnlyList<double> values)
    {
        if (!_running.Remove(trial.Number))
        {
            return;
        }

        trial.State = state;
        trial.Values = values;
        trial.Losses = [.. values.Select((v, i) => Directions[Math.Min(i, Directions.Count - 1)] == StudyDirection.Maximize ? -v : v)];
        if (!trial.IsFinished)
        {
            return;
        }

        HistoryTrial? before = Best;
        _ended.Add(trial);
        Complete += state == TrialState.Complete ? 1 : 0;
        IComparer<HistoryTrial> order = Directions.Count == 1 ? ByRank.Instance : ByNumber.Instance;
        ParameterTrials.Insert(_ranked, trial, order);
        SinceBetter = Best == before || (before is not null && Best!.Loss == before.Loss) ? SinceBetter + 1 : 0;
        foreach (string name in trial.Parameters.Keys)
        {
            if (!_with.TryGetValue(name, out ParameterTrials? with))
            {
                _with.Add(name, with = new ParameterTrials());
            }

            with.Add(trial, order);
        }

        if (Directions.Count > 1 && trial.Losses.Length == Directions.Count)
        {
            _fronts.Add(trial);
        }

        if (trial.Parameters.Count > 0 && !(_groups is [var only] && only.Names.Count == trial.Parameters.Count && only.Names.All(trial.Parameters.ContainsKey)))
        {
            _groups = SpaceGroup.Split(_groups, trial.Parameters, _ranges);
        }
    }

    internal sealed class ByNumber : IComparer<HistoryTrial>
    {
        public static readonly ByNumber Instance = new();

        public int Compare(HistoryTrial? x, HistoryTrial? y) => x!.Number.CompareTo(y!.Number);
    }

    internal sealed class ByRank : IComparer<HistoryTrial>
    {
        public static readonly ByRank Instance = new();

        public int Compare(HistoryTrial? x, HistoryTrial? y)
        {
            int order = x!.Violation.CompareTo(y!.Violation);
            if (order == 0)
            {
                order = (x.State == TrialState.Pruned).CompareTo(y.State == TrialState.Pruned);
            }

            if (order == 0 && x.State == TrialState.Pruned)
            {
                order = y.LastStep.CompareTo(x.LastStep);
            }

            if (order == 0)
            {
                order = double.IsNaN(x.Loss) || double.IsNaN(y.Loss) ? double.IsNaN(x.Loss).CompareTo(double.IsNaN(y.Loss)) : x.Loss.CompareTo(y.Loss);
            }

            return order == 0 ? x.Number.CompareTo(y.Number) : order;
        }
    }
}
