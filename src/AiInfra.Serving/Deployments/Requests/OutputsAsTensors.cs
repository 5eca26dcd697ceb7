using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Rows of outputs, written where a model would have written them, so that whoever reads a model's answer reads these.</summary>
internal static class OutputsAsTensors
{
    /// <summary>The version whose outputs are meant.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static LoadedVersion Of(RequestPipeline pipeline) => pipeline.Router.Routing.Champion
        ?? throw new InvalidOperationException($"Deployment '{pipeline.Deployment}' has no version loaded that says what the outputs of a record or of tensors are; only rows can be answered now.");

    /// <summary>A slot of a model that gives these outputs.</summary>
    /// <exception cref="InvalidOperationException">The model does not take rows, or an output's number of elements is open.</exception>
    /// <exception cref="InferenceRequestException">A column is missing, or its value does not fit the output.</exception>
    public static ModelSlot Fill(ModelSignature signature, IReadOnlyList<Row> outputs)
    {
        if (!signature.HasFixedRows || signature.Outputs.Any(o => !o.HasRank || o.RowWidth < 1))
        {
            throw new InvalidOperationException($"Rows of outputs do not say what the tensors are: the model does not take rows, or an output's number of elements is open. Its signature is {signature}.");
        }

        ModelSlot slot = new DelegateModel(signature, s => Write(s, outputs)).CreateSlot();
        slot.SetRows(outputs.Count);
        slot.Run();
        return slot;
    }

    private static void Write(ModelSlot slot, IReadOnlyList<Row> outputs)
    {
        foreach (SlotTensor output in slot.Outputs)
        {
            int width = (int)output.Spec.RowWidth;
            var element = TensorValues.Of(output.Spec.Type);
            output.Resize([outputs.Count, .. output.Spec.Shape.Skip(1)]);
            string[] names = [.. TensorColumns.Of(output.Spec.Name, width, output.Spec.Type, slot.Signature.Classes)];
            for (int row = 0; row < outputs.Count; row++)
            {
                for (int e = 0; e < width; e++)
                {
                    int column = outputs[row].Schema.IndexOf(names[e]);
                    Value value = column >= 0 ? outputs[row][column] : throw new InferenceRequestException("Outputs", $"a column '{names[e]}'", $"columns {string.Join(", ", outputs[row].Schema.Columns.Select(c => c.Name))}");
                    element.Write(output, (row * width) + e, value, names[e]);
                }
            }
        }
    }
}
