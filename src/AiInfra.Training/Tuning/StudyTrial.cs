using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>A trial of a study that runs in this process: answers it at once and collects what is to be written.</summary>
internal sealed class StudyTrial : ITrialHost, IDisposable
{
    private readonly StudyLedger _ledger;
    private readonly CancellationTokenSource _cancel;
    private readonly HashSet<long> _told = [];
    private Dictionary<string, (ParameterRange Range, double Value)> _parameters = [];
    private Dictionary<string, double> _constraints = [];
    private Dictionary<string, string> _tags = [];
    private List<TrialReport> _reports = [];

    public StudyTrial(StudyLedger ledger, TrialLease lease, HistoryTrial known, CancellationToken cancellationToken)
    {
        (_ledger, Lease, Known) = (ledger, lease, known);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Handle = new Trial(this, known.Number, lease.Trial.Tags, _cancel.Token);
    }

    public TrialLease Lease { get; }

    public HistoryTrial Known { get; }

    public Trial Handle { get; }

    /// <summary>When its lease was renewed last, by the clock's timestamp.</summary>
    public long Renewed { get; set; }

    /// <summary>Whether <see cref="Trial.Pruned"/> was called.</summary>
    public bool IsPruned { get; private set; }

    /// <summary>Whether it was given up for dead, or told the study of its end.</summary>
    public bool IsOver { get; set; }

    public long LastStep => Known.LastStep;

    /// <summary>Names of the values it was given that nobody asked for.</summary>
    public string Unasked => string.Join(", ", Lease.Trial.Given.Keys.Where(n => !Known.Parameters.ContainsKey(n)));

    public double Ask(string name, ParameterRange range)
    {
        lock (_ledger.Lock)
        {
            if (Known.Parameters.TryGetValue(name, out double asked))
            {
                RequireSame(name, range);
                return asked;
            }

            Refuse();
            RequireSame(name, range);
            double value = Choose(name, range);
            _ledger.History.AddRange(name, range);
            Known.Set(name, value);
            _parameters[name] = (range, value);
            return value;
        }
    }

    public void Report(long step, double value)
    {
        lock (_ledger.Lock)
        {
            Refuse();
            ArgumentOutOfRangeException.ThrowIfNegative(step);
            if (_ledger.History.Directions.Count > 1)
            {
                throw new StudyException($"The study '{_ledger.History.Name}' has {_ledger.History.Directions.Count} objectives; a value on the way is reported of one only. Give the values at the end.");
            }

            if (!_told.Add(step))
            {
                throw new ArgumentException($"Trial {Known.Number} has told its value at step {step} already. Tell each step once.", nameof(step));
            }

            var report = new TrialReport(Known.Number, step, value);
            _ledger.History.Report(Known, report);
            _reports.Add(report);
        }
    }

    public bool ShouldPrune()
    {
        lock (_ledger.Lock)
        {
            return _ledger.Pruner is { } pruner && Known.Reports.Count > 0 && pruner.ShouldPrune(_ledger.History, Known);
        }
    }

    public double Pruned()
    {
        lock (_ledger.Lock)
        {
            Refuse();
            IsPruned = true;
            return double.NaN;
        }
    }

    public void Constrain(string name, double violation)
    {
        lock (_ledger.Lock)
        {
            Refuse();
            _constraints[name] = violation;
            Constraints[name] = violation;
        }
    }

    public void Tag(string name, string value)
    {
        lock (_ledger.Lock)
        {
            Refuse();
            _tags[name] = value;
        }
    }

    /// <summary>All constraints told.</summary>
    public Dictionary<string, double> Constraints { get; } = [];

    /// <summary>What is new since it was taken last. Call it under the ledger's lock.</summary>
    public TrialNews Take()
    {
        if (_parameters.Count + _reports.Count + _constraints.Count + _tags.Count == 0)
        {
            return TrialNews.None;
        }

        var news = new TrialNews { Parameters = _parameters, Reports = _reports, Constraints = _constraints, Tags = _tags };
        (_parameters, _reports, _constraints, _tags) = ([], [], [], []);
        return news;
    }

    /// <summary>Puts news back that could not be written, before what has come since.</summary>
    public void PutBack(TrialNews news)
    {
        foreach ((string name, (ParameterRange, double) value) in news.Parameters)
        {
            _parameters.TryAdd(name, value);
        }

        _reports.InsertRange(0, news.Reports);
        foreach ((string name, double value) in news.Constraints)
        {
            _constraints.TryAdd(name, value);
        }

        foreach ((string name, string value) in news.Tags)
        {
            _tags.TryAdd(name, value);
        }
    }

    /// <summary>Tells the objective that its trial was given up.</summary>
    public Task LoseAsync() => _cancel.CancelAsync();

    public void Dispose() => _cancel.Dispose();

    private void Refuse()
    {
        if (IsOver)
        {
            throw new InvalidOperationException($"Trial {Known.Number} of the study '{_ledger.History.Name}' has ended; it can be asked and told nothing more. Await all work of an objective before it returns.");
        }
    }

    private void RequireSame(string name, ParameterRange range)
    {
        if (_ledger.History.Ranges.TryGetValue(name, out ParameterRange? there) && !there.Equals(range))
        {
            throw new StudyException(
                $"The parameter '{name}' of the study '{_ledger.History.Name}' takes {there}, and trial {Known.Number} asks for {range}. A parameter has one range in a study: give the second one another name, or begin another study.");
        }
    }

    private double Choose(string name, ParameterRange range)
    {
        if (Lease.Trial.Given.TryGetValue(name, out string? given))
        {
            return GivenValues.Read(name, given, range);
        }

        if (range.Count <= 1)
        {
            return range.Low;
        }

        if (Known.Proposed.TryGetValue(name, out double proposed) && range.Contains(proposed))
        {
            return proposed;
        }

        double drawn = _ledger.Sampler.Draw(_ledger.History, Known, name, range);
        return range.Contains(drawn)
            ? drawn
            : throw new StudyException($"The sampler {_ledger.Sampler.GetType().Name} chose {drawn} for the parameter '{name}', which takes {range}. Its Draw gives a value of the range: of a choice its place.");
    }
}
