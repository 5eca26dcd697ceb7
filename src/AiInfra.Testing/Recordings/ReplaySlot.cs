using System.Text.Json;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Answers from a recording.</summary>
internal sealed class ReplaySlot(Recording recording, string path) : ModelSlot(recording.Signature)
{
    protected override void RunCore()
    {
        int rows = (int)Inputs[0].Shape[0];
        for (int o = 0; o < Outputs.Length; o++)
        {
            Outputs[o].Resize([rows, .. Outputs[o].Spec.Shape.Skip(1)]);
        }

        for (int r = 0; r < rows; r++)
        {
            string asked = TensorJson.Write(Inputs, r);
            string answer = recording.Find(asked) ?? throw new RecordingException(
                $"This row was not recorded: {Describe(asked)}. {path} holds {recording.Count} others. Run the test once with {TestingSwitches.Record}=1 to record the real model anew.");
            using var document = JsonDocument.Parse(answer);
            for (int o = 0; o < Outputs.Length; o++)
            {
                TensorJson.Read(document.RootElement[o], Outputs[o], r);
            }
        }
    }

    private string Describe(string asked)
    {
        using var document = JsonDocument.Parse(asked);
        return string.Join(", ", document.RootElement.EnumerateArray().Zip(Signature.Inputs, (v, i) => $"{i.Name}={(v.GetArrayLength() == 1 ? v[0].GetRawText() : v.GetRawText())}"));
    }
}
