using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiInfra.Training.Loop;

/// <summary>Where a training stands, beside its tensors: all that a resume needs.</summary>
internal sealed record TrainerState
{
    /// <summary>Optimizer steps done.</summary>
    public long Step { get; set; }

    /// <summary>Epoch being read, from 0.</summary>
    public long Epoch { get; set; }

    /// <summary>Batches of the epoch that were read.</summary>
    public long Batch { get; set; }

    /// <summary>Sum of the epoch's step losses, and how many.</summary>
    public double EpochLoss { get; set; }

    public long EpochSteps { get; set; }

    /// <summary>Steps of the epoch that were left out as scaled gradients overflowed.</summary>
    public long EpochOverflows { get; set; }

    /// <summary>A validation is due before the next batch.</summary>
    public bool ValidationDue { get; set; }

    /// <summary>A checkpoint is due after that.</summary>
    public bool CheckpointDue { get; set; }

    public long SkippedBatches { get; set; }

    public long Spikes { get; set; }

    public long Overflows { get; set; }

    public double ElapsedSeconds { get; set; }

    public double LastTrainingLoss { get; set; } = double.NaN;

    public double LastScore { get; set; } = double.NaN;

    public StopReason? Stopped { get; set; }

    public List<ValidationPoint> Validations { get; set; } = [];

    public long Seed { get; set; }

    public int AccumulateBatches { get; set; }

    public int Threads { get; set; }

    public string? RunId { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, TrainerStateJson.Default.TrainerState);

    /// <exception cref="JsonException">The text is no state.</exception>
    public static TrainerState FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainerStateJson.Default.TrainerState) ?? throw new JsonException("A trainer state is expected, null was found.");
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainerState))]
internal sealed partial class TrainerStateJson : JsonSerializerContext;
