return await Throughline.Host.Cli.CommandLine.RunAsync(args.Length == 0 ? ["--help"] : args);
