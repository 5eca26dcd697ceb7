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

    /// <summary>Whether rows that a decorator answers with are what the champion would answer with. Where nothing is loaded, or an output's number of elements is open, nobody can tell.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(RequestPipeline pipeline, IReadOnlyList<Row> outputs)
    {
        if (pipeline.Router.Routing.Champion is { Model.Signature: var signature } && IsClosed(signature))
        {
            Fill(signature, outputs).Dispose();
        }
    }

    /// <summary>A slot of a model that gives these outputs.</summary>
    /// <exception cref="InvalidOperationException">The model does not take rows, or an output's number of elements is open.</exception>
    /// <exception cref="ArgumentException">A column is missing, or its value does not fit the output: the mistake of who answers, not of who asked.</exception>
    public static ModelSlot Fill(ModelSignature signature, IReadOnlyList<Row> outputs)
    {
        if (!IsClosed(signature))
        {
            throw new InvalidOperationException($"Rows of outputs do not say what the tensors are: the model does not take rows, or an output's number of elements is open. Its signature is {signature}.");
        }

        ModelSlot slot = new DelegateModel(signature, _ => { }).CreateSlot();
        try
        {
            slot.SetRows(outputs.Count);
            Write(slot, outputs);
            return slot;
        }
        catch (InferenceRequestException e)
        {
            slot.Dispose();
            throw new ArgumentException($"The answer of a decorator does not fit the model. {e.Message}", nameof(outputs), e);
        }
    }

    private static bool IsClosed(ModelSignature signature) => signature.HasFixedRows && signature.Outputs.All(o => o.HasRank && o.RowWidth >= 1);

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
