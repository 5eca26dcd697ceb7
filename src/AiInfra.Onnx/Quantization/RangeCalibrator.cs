namespace AiInfra.Onnx.Quantization;

/// <summary>Runs a model on sample rows and chooses a range for each of some values.</summary>
internal sealed class RangeCalibrator(OnnxModel model, IOnnxRunner runner, IEnumerable<IReadOnlyDictionary<string, OnnxTensor>> samples, StaticQuantizationOptions options)
{
    /// <summary>The ranges, by the names of the values.</summary>
    public IReadOnlyDictionary<string, (float Low, float High)> Ranges(IReadOnlyList<string> values)
    {
        OnnxModel observed = model.Copy();
        IReadOnlyDictionary<string, OnnxTensorType> types = model.Graph.InferTypes();
        HashSet<string> given = [.. model.Graph.Inputs.Select(i => i.Name)];
        foreach (string value in values.Where(v => !given.Contains(v) && !observed.Graph.Outputs.Exists(o => o.Name == v)))
        {
            observed.Graph.Outputs.Add(new OnnxValueInfo(value, types.TryGetValue(value, out OnnxTensorType? type) ? type : new OnnxTensorType(OnnxElementType.Float)));
        }

        using IOnnxSession session = runner.Open(observed);
        var ranges = values.ToDictionary(v => v, _ => (Low: float.PositiveInfinity, High: float.NegativeInfinity), StringComparer.Ordinal);
        Pass(session, values, (name, floats) =>
        {
            (float low, float high) = ranges[name];
            foreach (float f in floats)
            {
                low = Math.Min(low, f);
                high = Math.Max(high, f);
            }

            if (!float.IsFinite(low) || !float.IsFinite(high))
            {
                throw new OnnxFormatException($"The value '{name}' is not finite on the sample rows: it goes from {low} to {high}", $"value {name}", "Calibrate with rows that the model answers with finite numbers.");
            }

            ranges[name] = (low, high);
        });
        if (options.Method == CalibrationMethod.MinMax)
        {
            return ranges;
        }

        var histograms = values.ToDictionary(v => v, v => ValueHistogram.Over(ranges[v].Low, ranges[v].High, options.Bins, aroundZero: options.Method == CalibrationMethod.Entropy), StringComparer.Ordinal);
        Pass(session, values, (name, floats) => histograms[name].Add(floats));
        return histograms.ToDictionary(h => h.Key, h => options.Method == CalibrationMethod.Percentile ? h.Value.Percentile(options.Percentile) : Within(h.Value.LeastLoss(), ranges[h.Key]), StringComparer.Ordinal);
    }

    /// <summary>A range around zero has a half without values where all are of one sign.</summary>
    private static (float Low, float High) Within((float Low, float High) chosen, (float Low, float High) seen) => (Math.Max(chosen.Low, Math.Min(seen.Low, 0)), Math.Min(chosen.High, Math.Max(seen.High, 0)));

    private void Pass(IOnnxSession session, IReadOnlyList<string> values, Seen seen)
    {
        int count = 0;
        foreach (IReadOnlyDictionary<string, OnnxTensor> sample in samples)
        {
            IReadOnlyDictionary<string, OnnxTensor> answers = session.Run(sample);
            foreach (string value in values)
            {
                OnnxTensor tensor = answers.TryGetValue(value, out OnnxTensor? answer) ? answer : sample[value];
                seen(value, tensor.AsSpan<float>());
            }

            count++;
        }

        if (count == 0)
        {
            throw new ArgumentException("There are no samples to calibrate with; a hundred to a thousand rows like those that the model will see.", nameof(samples));
        }
    }

    private delegate void Seen(string name, ReadOnlySpan<float> values);
}
