using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Runs a version before it takes traffic: with every size of a batch, and then with rows that differ, alone and together.</summary>
internal static class VersionWarmUp
{
    private const int Together = 3;
    private static readonly WarmUpValues[] InTurn = [WarmUpValues.Zeros, WarmUpValues.Ones, WarmUpValues.Mixed];

    /// <summary>Runs, and tells what was seen.</summary>
    /// <exception cref="ModelLoadException">The model fails on whatever it was given.</exception>
    /// <exception cref="InferenceException">It gives other rows than it is given.</exception>
    public static IReadOnlyList<ModelRemark> Run(IModel model, int maxRows, CancellationToken cancellationToken)
    {
        // Models with other open dimensions have no natural first request; they warm up by their first real one.
        if (!model.Signature.HasFixedRows)
        {
            return [];
        }

        var remarks = new List<ModelRemark>();
        using ModelSlot slot = model.NewSlot();
        Sizes(slot, maxRows, remarks, cancellationToken);
        if (RowIndependence.Change(slot, Together, cancellationToken) is string difference)
        {
            remarks.Add(new ModelRemark(true, difference));
        }

        return remarks;
    }

    private static void Sizes(ModelSlot slot, int maxRows, List<ModelRemark> remarks, CancellationToken cancellationToken)
    {
        Exception? first = null;
        foreach (WarmUpValues values in InTurn)
        {
            for (int rows = 1; ; rows = Math.Min(rows * 2, maxRows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                slot.SetRows(rows);
                values.Fill(slot);
                try
                {
                    slot.Run();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    first ??= new ModelLoadException($"it failed when it was warmed up with {rows} rows of {values.Name}: {e.Message}", e);
                    break;
                }

                slot.CheckRows();
                if (rows == maxRows)
                {
                    if (first is not null)
                    {
                        remarks.Add(new ModelRemark(false, $"The warm-up used {values.Name}, since {first.Message}"));
                    }

                    return;
                }
            }
        }

        throw new ModelLoadException($"{first!.Message.TrimEnd('.')}. {string.Join(" and ", InTurn.Skip(1).Select(v => v.Name))} failed too. Where only such inputs are wrong for it and the model is right, set {nameof(DeploymentOptions)}.{nameof(DeploymentOptions.WarmUp)} to false.", first.InnerException);
    }
}
