using System.Text.Json;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Studies in tables of the catalog's file. What a call costs does not grow with the number of trials: every table is asked by its index.</summary>
internal sealed class StudyStore(SqliteDatabase database) : IStudyStore, IPrunable
{
    /// <inheritdoc />
    public string Name => "studies";

    public Task<StudyRecord> OpenAsync(StudyRecord study, CancellationToken cancellationToken = default)
    {
        StudyChecks.Require(study);
        return database.WriteAsync(
            s =>
            {
                s.Run(
                    "INSERT OR IGNORE INTO studies (name, directions, created_at, run_id, tags, revision, trials, started) VALUES ($1, $2, $3, $4, $5, 0, 0, 0)",
                    study.Name, string.Join(',', study.Directions), Now.UtcTicks, study.RunId, StudyRows.Write(study.Tags));
                return StudyChecks.RequireSame(StudyRows.Find(s, study.Name)!.Value.Record, study);
            },
            cancellationToken);
    }

    public Task<StudyRecord?> FindAsync(string study, CancellationToken cancellationToken = default) => database.ReadAsync(s => StudyRows.Find(s, study)?.Record, cancellationToken);

    public Task<IReadOnlyList<StudyRecord>> ListAsync(int take = 100, CancellationToken cancellationToken = default) => database.ReadAsync<IReadOnlyList<StudyRecord>>(
        s => s.All($"SELECT {StudyRows.StudyColumns} FROM studies ORDER BY number DESC LIMIT $1", r => StudyRows.Study(r).Record, take), cancellationToken);

    public Task SetTagsAsync(string study, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return database.WriteAsync(
            s =>
            {
                (long number, StudyRecord record) = StudyRows.Require(s, study);
                var all = new Dictionary<string, string>(record.Tags, StringComparer.Ordinal);
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

                s.Run("UPDATE studies SET tags = $2 WHERE number = $1", number, StudyRows.Write(all));
            },
            cancellationToken);
    }

    public Task DeleteAsync(string study, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            long number = StudyRows.Require(s, study).Number;
            if (s.Number("SELECT number FROM studies_trials WHERE study = $1 AND state = 0 ORDER BY number LIMIT 1", number) is { } running)
            {
                throw StudyChecks.Runs(study, (int)running);
            }

            StudyPruning.Remove(s, number);
        },
        cancellationToken);

    /// <summary>Whole studies go, those whose last trial was taken or ended longest ago first; a study of which a trial runs stays.</summary>
    /// <inheritdoc />
    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        if (pruning.Bytes is not null)
        {
            throw new ArgumentException("Studies go whole, by age and number only; leave Bytes out.", nameof(pruning));
        }

        return pruning.DryRun
            ? database.ReadAsync(s => new Pruned(StudyPruning.Going(s, pruning, Now, int.MaxValue).Count, 0), cancellationToken)
            : database.WriteAsync(s => StudyPruning.Prune(s, pruning, Now), cancellationToken);
    }

    public Task<StudyChanges> ReadAsync(string study, StudyCursor after = default, CancellationToken cancellationToken = default) => database.ReadAsync(
        s =>
        {
            long number = StudyRows.Require(s, study).Number;
            List<(long Revision, TrialRecord Trial)> trials = s.All(
                $"SELECT {StudyRows.TrialColumns}, revision FROM studies_trials WHERE study = $1 AND revision > $2 ORDER BY revision", r => (r.GetInt64(StudyRows.TrialColumnCount), StudyRows.Trial(r)), number, after.Revision);
            List<(long Id, TrialReport Report)> reports = s.All(
                "SELECT id, trial, step, value FROM studies_reports WHERE study = $1 AND id > $2 ORDER BY id", r => (r.GetInt64(0), new TrialReport(r.GetInt32(1), r.GetInt64(2), r.Metric(3))), number, after.Report);
            var ranges = new Dictionary<string, ParameterRange>(StringComparer.Ordinal);
            foreach ((string name, string content) in trials.Count == 0 ? [] : s.All("SELECT name, content FROM studies_ranges WHERE study = $1 AND revision > $2 ORDER BY position", r => (r.GetString(0), r.GetString(1)), number, after.Revision))
            {
                ranges.Add(name, StudyRows.Range(content));
            }

            return new StudyChanges
            {
                Ranges = ranges,
                Trials = [.. trials.Select(t => t.Trial)],
                Reports = [.. reports.Select(r => r.Report)],
                Cursor = new StudyCursor(trials.Count > 0 ? trials[^1].Revision : after.Revision, reports.Count > 0 ? reports[^1].Id : after.Report),
            };
        },
        cancellationToken);

    public Task<int> EnqueueAsync(string study, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        return database.WriteAsync(s => Add(s, StudyRows.Require(s, study).Number, given, tags ?? new Dictionary<string, string>(), null, 0), cancellationToken);
    }

    public Task<TrialLease?> ClaimAsync(string study, string owner, TimeSpan duration, int? most = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return database.WriteAsync(
            s =>
            {
                long number = StudyRows.Require(s, study).Number;
                if (most is { } bound && s.Number("SELECT started FROM studies WHERE number = $1", number) >= bound)
                {
                    return null;
                }

                int trial = (int?)s.Number("SELECT number FROM studies_trials WHERE study = $1 AND state = 4 ORDER BY number LIMIT 1", number)
                    ?? Add(s, number, new Dictionary<string, string>(), new Dictionary<string, string>(), null, 0);
                s.Run("UPDATE studies SET started = started + 1 WHERE number = $1", number);
                s.Run(
                    "UPDATE studies_trials SET state = 0, owner = $3, token = token + 1, leased_until = $4, started_at = $5, revision = $6 WHERE study = $1 AND number = $2",
                    number, trial, owner, (Now + duration).UtcTicks, Now.UtcTicks, Revise(s, number));
                long token = s.Number("SELECT token FROM studies_trials WHERE study = $1 AND number = $2", number, trial)!.Value;
                return new TrialLease(study, StudyRows.Trial(s, number, trial), token);
            },
            cancellationToken);
    }

    public Task<bool> RenewAsync(TrialLease lease, TimeSpan duration, TrialNews news, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(news);
        return database.WriteAsync(
            s =>
            {
                if (Held(s, lease) is not { } study)
                {
                    return false;
                }

                Write(s, study, lease, news);
                s.Run("UPDATE studies_trials SET leased_until = $3 WHERE study = $1 AND number = $2", study, lease.Trial.Number, (Now + duration).UtcTicks);
                return true;
            },
            cancellationToken);
    }

    public Task<bool> FinishAsync(TrialLease lease, TrialNews news, TrialOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(news);
        StudyChecks.Require(outcome);
        return database.WriteAsync(
            s =>
            {
                if (Held(s, lease) is not { } study)
                {
                    return false;
                }

                Write(s, study, lease, news);
                s.Run(
                    "UPDATE studies_trials SET state = $3, outcome = $4, error = $5, ended_at = $6, revision = $7 WHERE study = $1 AND number = $2",
                    study, lease.Trial.Number, (int)outcome.State, StudyRows.Write(outcome.Values), outcome.Error, Now.UtcTicks, Revise(s, study));
                return true;
            },
            cancellationToken);
    }

    public Task<bool> GiveBackAsync(TrialLease lease, string reason, TrialRetry retry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return database.WriteAsync(
            s =>
            {
                if (Held(s, lease) is not { } study)
                {
                    return false;
                }

                GiveUp(s, study, lease.Trial.Number, reason, retry);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<int>> ReleaseDeadAsync(string study, TrialRetry retry, CancellationToken cancellationToken = default)
    {
        // Looked for without the right to write: most of the time all are alive.
        (long number, List<(int Trial, string Owner, long Token)> dead) = await database.ReadAsync(
            s =>
            {
                long found = StudyRows.Require(s, study).Number;
                return (found, s.All("SELECT number, owner, token, leased_until FROM studies_trials WHERE study = $1 AND state = 0", r => (Trial: r.GetInt32(0), Owner: r.GetString(1), Token: r.GetInt64(2), Until: r.Time(3)), found)
                    .Where(t => t.Until <= Now || WorkerIdentity.IsKnownDead(t.Owner)).Select(t => (t.Trial, t.Owner, t.Token)).ToList());
            },
            cancellationToken).ConfigureAwait(false);
        return dead.Count == 0
            ? []
            : await database.WriteAsync<IReadOnlyList<int>>(
                s =>
                {
                    // Still held by the same, and not renewed meanwhile.
                    List<(int Trial, string Owner, long Token)> still = [.. dead.Where(d => s.First(
                        "SELECT leased_until FROM studies_trials WHERE study = $1 AND number = $2 AND state = 0 AND token = $3", r => r.Time(0), number, d.Trial, d.Token) is var until
                        && until != default && (until <= Now || WorkerIdentity.IsKnownDead(d.Owner)))];
                    foreach ((int trial, string owner, _) in still)
                    {
                        GiveUp(s, number, trial, StudyChecks.Dead(owner), retry);
                    }

                    return [.. still.Select(d => d.Trial)];
                },
                cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset Now => database.Time.GetUtcNow();

    private static long Revise(SqliteSession s, long study) => s.Number("UPDATE studies SET revision = revision + 1 WHERE number = $1 RETURNING revision", study)!.Value;

    /// <summary>The study of a lease that is still the newest.</summary>
    private static long? Held(SqliteSession s, TrialLease lease) => s.Number(
        "SELECT t.study FROM studies_trials t JOIN studies s ON s.number = t.study WHERE s.name = $1 AND t.number = $2 AND t.state = 0 AND t.token = $3", lease.Study, lease.Trial.Number, lease.Token);

    private int Add(SqliteSession s, long study, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string> tags, int? retryOf, int retries)
    {
        int number = (int)s.Number("UPDATE studies SET trials = trials + 1 WHERE number = $1 RETURNING trials", study)!.Value - 1;
        s.Run(
            "INSERT INTO studies_trials (study, number, state, revision, token, leased_until, started_at, parameters, outcome, constraints, tags, given, retry_of, retries) VALUES ($1, $2, 4, $3, 0, 0, $4, '{}', '[]', '{}', $5, $6, $7, $8)",
            study, number, Revise(s, study), Now.UtcTicks, StudyRows.Write(tags), StudyRows.Write(given), retryOf, retries);
        return number;
    }

    private static void Write(SqliteSession s, long study, TrialLease lease, TrialNews news)
    {
        if (news.Parameters.Count + news.Constraints.Count + news.Tags.Count > 0)
        {
            TrialRecord there = StudyRows.Trial(s, study, lease.Trial.Number);
            long revision = Revise(s, study);
            var parameters = new Dictionary<string, double>(there.Parameters, StringComparer.Ordinal);
            foreach ((string name, (ParameterRange range, double value)) in news.Parameters)
            {
                RequireRange(s, study, lease.Study, name, range, revision);
                parameters[name] = value;
            }

            s.Run(
                "UPDATE studies_trials SET parameters = $3, constraints = $4, tags = $5, revision = $6 WHERE study = $1 AND number = $2",
                study, lease.Trial.Number, StudyRows.Write(parameters), StudyRows.Write(StudyRows.Merged(there.Constraints, news.Constraints)), StudyRows.Write(StudyRows.Merged(there.Tags, news.Tags)), revision);
        }

        foreach (TrialReport report in news.Reports)
        {
            s.Run("INSERT INTO studies_reports (study, trial, step, value) VALUES ($1, $2, $3, $4)", study, lease.Trial.Number, report.Step, double.IsNaN(report.Value) ? "NaN" : report.Value);
        }
    }

    private static void RequireRange(SqliteSession s, long study, string studyName, string name, ParameterRange range, long revision)
    {
        if (s.Text("SELECT content FROM studies_ranges WHERE study = $1 AND name = $2", study, name) is { } there)
        {
            StudyChecks.RequireSame(studyName, name, StudyRows.Range(there), range);
            return;
        }

        s.Run(
            "INSERT INTO studies_ranges (study, name, content, revision, position) VALUES ($1, $2, $3, $4, (SELECT count(*) FROM studies_ranges WHERE study = $1))",
            study, name, JsonSerializer.Serialize(RangeContent.Of(range), StoreJson.Default.RangeContent), revision);
    }

    private void GiveUp(SqliteSession s, long study, int trial, string error, TrialRetry retry)
    {
        TrialRecord dead = StudyRows.Trial(s, study, trial);
        s.Run("UPDATE studies SET started = started - 1 WHERE number = $1", study);
        s.Run("UPDATE studies_trials SET state = 3, error = $3, ended_at = $4, revision = $5 WHERE study = $1 AND number = $2", study, trial, error, Now.UtcTicks, Revise(s, study));
        if (dead.Retries >= retry.Most)
        {
            return;
        }

        var given = new Dictionary<string, string>(dead.Given, StringComparer.Ordinal);
        foreach ((string name, double value) in dead.Parameters)
        {
            given[name] = StudyRows.Range(s.Text("SELECT content FROM studies_ranges WHERE study = $1 AND name = $2", study, name)!).TextOf(value);
        }

        int again = Add(s, study, given, dead.Tags, trial, dead.Retries + 1);
        if (retry.KeepReports)
        {
            s.Run("INSERT INTO studies_reports (study, trial, step, value) SELECT study, $3, step, value FROM studies_reports WHERE study = $1 AND trial = $2 ORDER BY id", study, trial, again);
        }
    }
}
