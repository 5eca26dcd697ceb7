using System.Text.Json;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Writes MLflow's objects. Whole numbers are numbers; NaN and infinities are the texts of protobuf's JSON.</summary>
internal static class MlflowJson
{
    public const string RunName = "mlflow.runName";
    public const string ParentRun = "mlflow.parentRunId";
    public const string LoggedModel = "logged-model";

    public static long Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public static string Status(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    public static RunStatus? Status(string? status) => status switch
    {
        null or "" => null,
        "RUNNING" or "SCHEDULED" or "1" or "2" => RunStatus.Running,
        "FINISHED" or "3" => RunStatus.Finished,
        "FAILED" or "4" => RunStatus.Failed,
        "KILLED" or "5" => RunStatus.Cancelled,
        _ => throw MlflowAnswerException.Invalid($"Unknown run status '{status}'; there are RUNNING, SCHEDULED, FINISHED, FAILED, KILLED."),
    };

    public static string ArtifactUri(long experiment, string runId) => runId.StartsWith("m-", StringComparison.Ordinal) ? $"mlflow-artifacts:/{experiment}/models/{runId}/artifacts" : $"mlflow-artifacts:/{experiment}/{runId}/artifacts";

    extension(Utf8JsonWriter json)
    {
        public void Pairs(string name, IEnumerable<KeyValuePair<string, string>> pairs)
        {
            json.WriteStartArray(name);
            foreach ((string key, string value) in pairs.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("key", key);
                json.WriteString("value", value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        public void Real(string name, double value)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumber(name, value);
            }
            else
            {
                json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            }
        }

        public void Experiment(Experiment e)
        {
            json.WriteString("experiment_id", $"{e.Id}");
            json.WriteString("name", e.Name);
            json.WriteString("artifact_location", $"mlflow-artifacts:/{e.Id}");
            json.WriteString("lifecycle_stage", e.DeletedAt is null ? "active" : "deleted");
            json.WriteNumber("last_update_time", Milliseconds(e.ChangedAt));
            json.WriteNumber("creation_time", Milliseconds(e.CreatedAt));
            json.Pairs("tags", e.Tags);
        }

        public void RunInfo(string name, Run run, long experiment)
        {
            json.WriteStartObject(name);
            json.WriteString("run_id", run.Id);
            json.WriteString("run_uuid", run.Id);
            json.WriteString("run_name", run.Name);
            json.WriteString("experiment_id", $"{experiment}");
            json.WriteString("user_id", run.Tags.GetValueOrDefault(RunTags.User, ""));
            json.WriteString("status", Status(run.Status));
            json.WriteNumber("start_time", Milliseconds(run.StartedAt));
            if (run.EndedAt is { } ended)
            {
                json.WriteNumber("end_time", Milliseconds(ended));
            }

            json.WriteString("artifact_uri", ArtifactUri(experiment, run.Id));
            json.WriteString("lifecycle_stage", run.DeletedAt is null ? "active" : "deleted");
            json.WriteEndObject();
        }

        public void Metric(MetricPoint p, string? runId = null)
        {
            json.WriteStartObject();
            json.WriteString("key", p.Key);
            json.Real("value", p.Value);
            json.WriteNumber("timestamp", Milliseconds(p.At));
            json.WriteNumber("step", p.Step);
            if (runId is not null)
            {
                json.WriteString("run_id", runId);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>Tags as MLflow's clients see them: name and parent among them.</summary>
    public static Dictionary<string, string> Tags(Run run)
    {
        var tags = new Dictionary<string, string>(run.Tags, StringComparer.Ordinal) { [RunName] = run.Name };
        if (run.ParentId is not null)
        {
            tags[ParentRun] = run.ParentId;
        }

        return tags;
    }
}
