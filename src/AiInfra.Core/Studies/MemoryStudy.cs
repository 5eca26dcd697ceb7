using AiInfra.Core.Storage;

namespace AiInfra.Core.Studies;

/// <summary>One study in memory.</summary>
internal sealed class MemoryStudy(StudyRecord record, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _trials = [];
    private readonly List<int> _changes = [];
    private readonly List<TrialReport> _reports = [];
    private readonly List<(int Revision, string Name, ParameterRange Range)> _ranges = [];
    private readonly SortedSet<int> _waiting = [];
    private readonly SortedSet<int> _running = [];
    private StudyRecord _record = record;
    private int _started;

    public StudyRecord Record
    {
        get
        {
            lock (_lock)
            {
                return _record;
            }
        }
    }

    public void SetTags(IReadOnlyDictionary<string, string?> tags)
    {
        lock (_lock)
        {
            var all = new Dictionary<string, string>(_record.Tags, StringComparer.Ordinal);
            foreach ((string name, string? value) in tags)
            {
                if (value is null)
                {
                    all.Remove(name);
                }
                else
                {
                    all[name] = value;
                }
            }

            _record = _record with { Tags = all };
        }
    }

    public void RequireIdle()
    {
        lock (_lock)
        {
            if (_running.Count > 0)
            {
                throw StudyChecks.Runs(_record.Name, _running.Min);
            }
        }
    }

    public StudyChanges Read(StudyCursor after)
    {
        lock (_lock)
        {
            var seen = new HashSet<int>();
            var trials = new List<TrialRecord>();
            for (int i = _changes.Count - 1; i >= after.Revision; i--)
            {
                if (seen.Add(_changes[i]))
                {
                    trials.Add(_trials[_changes[i]].Trial);
                }
            }

            trials.Reverse();
            return new StudyChanges
            {
                Ranges = _ranges.Where(r => r.Revision > after.Revision).ToDictionary(r => r.Name, r => r.Range, StringComparer.Ordinal),
                Trials = trials,
                Reports = _reports.GetRange((int)after.Report, _reports.Count - (int)after.Report),
                Cursor = new StudyCursor(_changes.Count, _reports.Count),
            };
        }
    }

    public int Enqueue(IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? tags)
    {
        lock (_lock)
        {
            return Add(new TrialRecord
            {
                Number = _trials.Count,
                State = TrialState.Waiting,
                Given = new Dictionary<string, string>(given, StringComparer.Ordinal),
                Tags = new Dictionary<string, string>(tags ?? new Dictionary<string, string>(), StringComparer.Ordinal),
                StartedAt = time.GetUtcNow(),
            });
        }
    }

    public TrialLease? Claim(string owner, TimeSpan duration, int? most)
    {
        lock (_lock)
        {
            if (_started >= most)
            {
                return null;
            }

            if (_waiting.Count == 0)
            {
                Add(new TrialRecord { Number = _trials.Count, State = TrialState.Waiting });
            }

            int number = _waiting.Min;
            Entry entry = _trials[number];
            _started++;
            entry.Token++;
            entry.LeasedUntil = time.GetUtcNow() + duration;
            Change(entry, entry.Trial with { State = TrialState.Running, Owner = owner, StartedAt = time.GetUtcNow() });
            return new TrialLease(_record.Name, entry.Trial, entry.Token);
        }
    }

    public bool Renew(TrialLease lease, TimeSpan duration, TrialNews news)
    {
        lock (_lock)
        {
            if (Held(lease) is not { } entry)
            {
                return false;
            }

            Write(entry, news);
            entry.LeasedUntil = time.GetUtcNow() + duration;
            return true;
        }
    }

    public bool Finish(TrialLease lease, TrialNews news, TrialOutcome outcome)
    {
        lock (_lock)
        {
            if (Held(lease) is not { } entry)
            {
                return false;
            }

            Write(entry, news);
            Change(entry, entry.Trial with { State = outcome.State, Values = [.. outcome.Values], Error = outcome.Error, EndedAt = time.GetUtcNow() });
            return true;
        }
    }

    public bool GiveBack(TrialLease lease, string reason, TrialRetry retry)
    {
        lock (_lock)
        {
            if (Held(lease) is not { } entry)
            {
                return false;
            }

            GiveUp(entry, reason, retry);
            return true;
        }
    }

    public IReadOnlyList<int> ReleaseDead(TrialRetry retry)
    {
        lock (_lock)
        {
            Entry[] dead = [.. _running.Select(n => _trials[n]).Where(e => e.LeasedUntil <= time.GetUtcNow() || WorkerIdentity.IsKnownDead(e.Trial.Owner))];
            foreach (Entry entry in dead)
            {
                GiveUp(entry, StudyChecks.Dead(entry.Trial.Owner), retry);
            }

            return [.. dead.Select(e => e.Trial.Number)];
        }
    }

    private Entry? Held(TrialLease lease) => _trials[lease.Trial.Number] is { Trial.State: TrialState.Running } entry && entry.Token == lease.Token ? entry : null;

    private int Add(TrialRecord trial)
    {
        var entry = new Entry(trial);
        _trials.Add(entry);
        Change(entry, trial);
        return trial.Number;
    }

    private void Change(Entry entry, TrialRecord trial)
    {
        entry.Trial = trial;
        _changes.Add(trial.Number);
        Belongs(_waiting, trial, TrialState.Waiting);
        Belongs(_running, trial, TrialState.Running);
    }

    private static void Belongs(SortedSet<int> set, TrialRecord trial, TrialState state)
    {
        if (trial.State == state)
        {
            set.Add(trial.Number);
        }
        else
        {
            set.Remove(trial.Number);
        }
    }

    private void Write(Entry entry, TrialNews news)
    {
        foreach ((string name, (ParameterRange range, _)) in news.Parameters)
        {
            if (_ranges.Find(r => r.Name == name).Range is { } there)
            {
                StudyChecks.RequireSame(_record.Name, name, there, range);
            }
        }

        if (news.Parameters.Count + news.Constraints.Count + news.Tags.Count > 0)
        {
            var parameters = new Dictionary<string, double>(entry.Trial.Parameters, StringComparer.Ordinal);
            foreach ((string name, (ParameterRange range, double value)) in news.Parameters)
            {
                parameters[name] = value;
                if (_ranges.TrueForAll(r => r.Name != name))
                {
                    _ranges.Add((_changes.Count + 1, name, range));
                }
            }

            Change(entry, entry.Trial with { Parameters = parameters, Constraints = Merged(entry.Trial.Constraints, news.Constraints), Tags = Merged(entry.Trial.Tags, news.Tags) });
        }

        _reports.AddRange(news.Reports.Select(r => r with { Trial = entry.Trial.Number }));
    }

    private void GiveUp(Entry entry, string error, TrialRetry retry)
    {
        TrialRecord dead = entry.Trial;
        _started--;
        Change(entry, dead with { State = TrialState.Failed, Error = error, EndedAt = time.GetUtcNow() });
        if (dead.Retries >= retry.Most)
        {
            return;
        }

        var given = new Dictionary<string, string>(dead.Given, StringComparer.Ordinal);
        foreach ((string name, double value) in dead.Parameters)
        {
            given[name] = _ranges.Find(r => r.Name == name).Range.TextOf(value);
        }

        int again = Add(new TrialRecord { Number = _trials.Count, State = TrialState.Waiting, Given = given, Tags = dead.Tags, RetryOf = dead.Number, Retries = dead.Retries + 1, StartedAt = time.GetUtcNow() });
        if (retry.KeepReports)
        {
            _reports.AddRange([.. _reports.Where(r => r.Trial == dead.Number).Select(r => r with { Trial = again })]);
        }
    }

    private static IReadOnlyDictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> there, IReadOnlyDictionary<string, T> news)
    {
        if (news.Count == 0)
        {
            return there;
        }

        var merged = new Dictionary<string, T>(there, StringComparer.Ordinal);
        foreach ((string name, T value) in news)
        {
            merged[name] = value;
        }

        return merged;
    }

    private sealed class Entry(TrialRecord trial)
    {
        public TrialRecord Trial { get; set; } = trial;

        public long Token { get; set; }

        public DateTimeOffset LeasedUntil { get; set; }
    }
}
