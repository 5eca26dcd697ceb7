using System.Text.Json;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

/// <summary>Rows of the tables of studies.</summary>
internal static class StudyRows
{
    public const string StudyColumns = "number, name, directions, created_at, run_id, tags";
    public const string TrialColumns = "number, state, owner, started_at, ended_at, parameters, outcome, constraints, tags, given, error, retry_of, retries";
    public const int TrialColumnCount = 13;

    public static (long Number, StudyRecord Record)? Find(SqliteSession s, string name) =>
        s.All($"SELECT {StudyColumns} FROM studies WHERE name = $1", Study, name) is [var found] ? found : null;

    public static (long Number, StudyRecord Record) Require(SqliteSession s, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Find(s, name) ?? throw StudyChecks.NoStudy(name, s.All("SELECT name FROM studies ORDER BY name LIMIT 20", r => r.GetString(0)));
    }

    public static TrialRecord Trial(SqliteSession s, long study, int number) => s.First($"SELECT {TrialColumns} FROM studies_trials WHERE study = $1 AND number = $2", Trial, study, number)!;

    public static (long Number, StudyRecord Record) Study(SqliteDataReader r) => (r.GetInt64(0), new StudyRecord
    {
        Name = r.GetString(1),
        Directions = [.. r.GetString(2).Split(',').Select(Enum.Parse<StudyDirection>)],
        CreatedAt = r.Time(3),
        RunId = r.TextOrNull(4),
        Tags = Texts(r.GetString(5)),
    });

    public static TrialRecord Trial(SqliteDataReader r) => new()
    {
        Number = r.GetInt32(0),
        State = (TrialState)r.GetInt32(1),
        Owner = r.TextOrNull(2),
        StartedAt = r.Time(3),
        EndedAt = r.TimeOrNull(4),
        Parameters = Numbers(r.GetString(5)),
        Values = JsonSerializer.Deserialize(r.GetString(6), StoreJson.Default.DoubleArray)!,
        Constraints = Numbers(r.GetString(7)),
        Tags = Texts(r.GetString(8)),
        Given = Texts(r.GetString(9)),
        Error = r.TextOrNull(10),
        RetryOf = r.IntOrNull(11),
        Retries = r.GetInt32(12),
    };

    public static ParameterRange Range(string content) => JsonSerializer.Deserialize(content, StoreJson.Default.RangeContent)!.ToRange();

    public static string Write(IReadOnlyDictionary<string, string> texts) => texts.Count == 0 ? "{}" : JsonSerializer.Serialize(texts.ToDictionary(), StoreJson.Default.DictionaryStringString);

    public static string Write(IReadOnlyDictionary<string, double> numbers) => numbers.Count == 0 ? "{}" : JsonSerializer.Serialize(numbers.ToDictionary(), StoreJson.Default.DictionaryStringDouble);

    public static string Write(IReadOnlyList<double> values) => JsonSerializer.Serialize([.. values], StoreJson.Default.DoubleArray);

    public static IReadOnlyDictionary<string, T> Merged<T>(IReadOnlyDictionary<string, T> there, IReadOnlyDictionary<string, T> news)
    {
        var merged = new Dictionary<string, T>(there, StringComparer.Ordinal);
        foreach ((string name, T value) in news)
        {
            merged[name] = value;
        }

        return merged;
    }

    private static Dictionary<string, string> Texts(string json) => json == "{}" ? [] : JsonSerializer.Deserialize(json, StoreJson.Default.DictionaryStringString)!;

    private static Dictionary<string, double> Numbers(string json) => json == "{}" ? [] : JsonSerializer.Deserialize(json, StoreJson.Default.DictionaryStringDouble)!;
}
