using System.Text.Json;
using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Loop;

/// <summary>Where a training stands, as a part of its checkpoints.</summary>
internal sealed class CountersPart(TrainerState state) : IStateful
{
    public string StateName => "trainer";

    public TrainerState Counters { get; private set; } = state;

    public void Save(ComponentState state) => state.Add("counters", Counters.ToJson());

    public void Restore(ComponentState state)
    {
        try
        {
            Counters = TrainerState.FromJson(state.Text("counters"));
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"The state in {state.Source} can't be read: {e.Message}", e);
        }
    }
}
