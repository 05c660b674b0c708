import { Global, Module } from '@nestjs/common';
import { RegistryReader } from './registry-reader.js';

@Global()
@Module({ providers: [RegistryReader], exports: [RegistryReader] })
export class RegistryModule {}
