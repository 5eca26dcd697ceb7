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

    /// <summary>The epoch's last step was taken, of fewer batches than others, and the epoch is not closed yet.</summary>
    public bool EpochIsRead { get; set; }

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

    /// <summary>A batch was read.</summary>
    public void Count(BatchOutcome outcome)
    {
        Batch++;
        SkippedBatches += outcome == BatchOutcome.NotFinite ? 1 : 0;
        Spikes += outcome == BatchOutcome.Spike ? 1 : 0;
    }

    /// <summary>A step of so many batches was taken or left out.</summary>
    public void Count(UpdateOutcome outcome, double loss, int batches)
    {
        switch (outcome)
        {
            case UpdateOutcome.Taken:
                EpochLoss += loss;
                EpochSteps++;
                break;
            case UpdateOutcome.NotFinite:
                SkippedBatches += batches;
                break;
            default:
                Overflows++;
                EpochOverflows++;
                break;
        }
    }

    /// <summary>All batches of the epoch were read.</summary>
    /// <param name="endless">Whether only steps end the training, so that epochs without any go on for ever.</param>
    /// <exception cref="TrainingException">It would go on for ever.</exception>
    public void EndEpoch(bool endless)
    {
        if (endless && EpochSteps == 0 && EpochOverflows == 0)
        {
            throw new TrainingException($"All {Batch} batches of epoch {Epoch + 1} were left out, as their losses or gradients were not finite; it would go on so forever. Look for NaN or very large inputs, or lower the learning rate.");
        }

        LastTrainingLoss = EpochSteps > 0 ? EpochLoss / EpochSteps : double.NaN;
        Epoch++;
        (Batch, EpochIsRead, EpochLoss, EpochSteps, EpochOverflows) = (0, false, 0, 0, 0);
    }

    public string ToJson() => JsonSerializer.Serialize(this, TrainerStateJson.Default.TrainerState);

    /// <exception cref="JsonException">The text is no state.</exception>
    public static TrainerState FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainerStateJson.Default.TrainerState) ?? throw new JsonException("A trainer state is expected, null was found.");
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainerState))]
internal sealed partial class TrainerStateJson : JsonSerializerContext;
